import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface PipelineLimits {
  /** Requests of one connection that wait for those before them. */
  readonly perConnection: number;
  readonly inAll: number;
}

/** Node keeps the answer at the front of a connection here. */
interface Connection extends Socket {
  readonly _httpMessage?: ServerResponse<IncomingMessage> | null;
}

/**
 * Takes the requests of a connection one after the other when the client sends further ones before it has the answers
 * (pipelining): each begins when the answer before it has gone out. So whatever a connection asks for, and however often, it
 * has one answer in memory and one handler at work; and a request finds done what the one before it changed (RFC 9112, 9.3.2).
 * A connection with more to wait than the limits allow is cut: refusals in thousands would fill the memory as well as answers.
 */
export class Pipelines {
  private readonly lines = new WeakMap<Socket, ServerResponse<IncomingMessage>[]>();
  private waiting = 0;

  constructor(private readonly limits: PipelineLimits) {}

  /** Never calls `begin` when the connection ends before. */
  inTurn(response: ServerResponse<IncomingMessage>, begin: () => void): void {
    if (response.socket !== null) begin();
    else if (!response.req.socket.destroyed) this.wait(response, begin);
  }

  /** The last answer that this connection has still to give, begun or not. */
  lastOn(socket: Connection): ServerResponse<IncomingMessage> | undefined {
    return this.lines.get(socket)?.at(-1) ?? socket._httpMessage ?? undefined;
  }

  private wait(response: ServerResponse<IncomingMessage>, begin: () => void): void {
    const { socket } = response.req;
    const line = this.lines.get(socket) ?? this.watch(socket);
    if (line.length >= this.limits.perConnection || this.waiting >= this.limits.inAll) {
      socket.destroy();
      return;
    }
    line.push(response);
    this.waiting += 1;
    const resume = AsyncResource.bind(begin);
    onceAtFront(response, () => {
      if (socket.writable) resume();
    });
    response.once('socket', () => {
      line.shift();
      this.waiting -= 1;
    });
  }

  private watch(socket: Socket): ServerResponse<IncomingMessage>[] {
    const line: ServerResponse<IncomingMessage>[] = [];
    this.lines.set(socket, line);
    socket.once('close', () => (this.waiting -= line.splice(0).length));
    return line;
  }
}

/** Node gives an answer its socket when those before it are out; only after this event may it be written. */
export function onceAtFront(response: ServerResponse, act: () => void): void {
  response.once('socket', () => process.nextTick(act));
}
