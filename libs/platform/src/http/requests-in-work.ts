import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyReply {
    /** Nobody waits for the handler's answer any more: it has been given in its place, or the client has gone. */
    isAbandoned: boolean;
  }
}

/** A request that was begun and whose handler, or whose answer on its way to the client, has not ended. */
export interface Work {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly bodyBytes: number;
  /** When it began, in milliseconds of `performance.now()`. */
  since: number;
}

interface Connection {
  open: number;
  closed: boolean;
}

/**
 * Knows the requests in work. One counts until its handler has ended, even when nobody waits for its answer any more: while
 * the database stands still, clients that give up and come again would otherwise pile up work without a bound.
 */
export class RequestsInWork {
  private readonly works = new Set<Work>();
  private bytes = 0;
  private readonly connections = new WeakMap<Socket, Connection>();

  get count(): number {
    return this.works.size;
  }

  /** The size of all their bodies. Reading one and deciding about it takes many times as much memory. */
  get bodyBytes(): number {
    return this.bytes;
  }

  /** The requests of this connection whose answers are not out: more than one when the client does not wait for them. */
  openOn(socket: Socket): number {
    return this.connections.get(socket)?.open ?? 0;
  }

  oldestFirst(): Iterable<Work> {
    return this.works;
  }

  /** @returns what to call when the answer has ended, whether it reached the client or not */
  begin(request: FastifyRequest, reply: FastifyReply, bodyBytes: number): () => void {
    const { socket } = request.raw;
    const connection = this.connections.get(socket) ?? this.watch(socket);
    const work = { request, reply, bodyBytes, since: performance.now() };
    connection.open += 1;
    this.works.add(work);
    this.bytes += bodyBytes;
    return () => {
      if (connection.closed) return;
      connection.open -= 1;
      this.leave(work);
    };
  }

  /** Takes the request for one that begins now. */
  restart(work: Work): void {
    this.works.delete(work);
    work.since = performance.now();
    this.works.add(work);
  }

  /** From now on the request counts only until its handler ends, which shows in its trying to answer. */
  abandon(work: Work): void {
    const { reply } = work;
    reply.isAbandoned = true;
    reply.send = () => {
      this.end(work);
      return reply;
    };
  }

  private leave(work: Work): void {
    const { request, reply } = work;
    if (reply.isAbandoned) return;
    // A handler begins when the whole body is there.
    const isHandled = request.raw.complete && !reply.sent && !reply.raw.headersSent;
    if (isHandled) this.abandon(work);
    else this.end(work);
  }

  private end(work: Work): void {
    if (this.works.delete(work)) this.bytes -= work.bodyBytes;
  }

  /**
   * The answer of a pipelined request that waits behind others never ends when the connection does: Node closes the answer at
   * the front only.
   */
  private watch(socket: Socket): Connection {
    const connection = { open: 0, closed: false };
    this.connections.set(socket, connection);
    socket.once('close', () => {
      connection.closed = true;
      if (connection.open === 0) return;
      for (const work of this.works) if (work.request.raw.socket === socket) this.leave(work);
    });
    return connection;
  }
}
