import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArrivalList, type Linked } from '#libs/kernel';

declare module 'fastify' {
  interface FastifyReply {
    /** Nobody waits for the handler's answer any more: it has been given in its place, or the client has gone. */
    isAbandoned: boolean;
  }
}

/** A request that was begun and whose handler, or whose answer on its way to the client, has not ended. */
export interface Work extends Linked<Work> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly bodyBytes: number;
  readonly isProbe: boolean;
  /** When it began, in milliseconds of `performance.now()`. */
  since: number;
}

/**
 * Knows the requests in work. One counts until its handler has ended, even when nobody waits for its answer any more: while
 * the database stands still, clients that give up and come again would otherwise pile up work without a bound.
 */
export class RequestsInWork {
  private readonly works = new ArrivalList<Work>();
  private probes = 0;
  private bytes = 0;

  /** Without probes. */
  get count(): number {
    return this.works.size - this.probes;
  }

  /** The size of all their bodies. Reading one and deciding about it takes many times as much memory. */
  get bodyBytes(): number {
    return this.bytes;
  }

  oldestFirst(): Iterable<Work> {
    return this.works;
  }

  /** @returns what to call when the answer has ended, whether it reached the client or not */
  begin(request: FastifyRequest, reply: FastifyReply, bodyBytes: number, isProbe: boolean): () => void {
    const work: Work = { request, reply, bodyBytes: isProbe ? 0 : bodyBytes, isProbe, since: performance.now() };
    this.works.add(work);
    this.bytes += work.bodyBytes;
    if (isProbe) this.probes += 1;
    return () => this.leave(work);
  }

  /** Takes the request for one that begins now. */
  restart(work: Work): void {
    this.works.remove(work);
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
    if (!this.works.remove(work)) return;
    this.bytes -= work.bodyBytes;
    if (work.isProbe) this.probes -= 1;
  }
}
