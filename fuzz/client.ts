import { parseJson } from '#libs/kernel';
import { Api } from './api/api.js';
import type { ApiDescription } from '../services/orders/test/api-description.js';
import type { Exchange } from './judge/exchange.js';
import { isJson } from './judge/exchange.js';
import { faultsOf } from './judge/judge.js';
import { storedFaults, thingsIn } from './judge/stored.js';
import { writeRequest, type Draft, type WrittenRequest } from './requests/draft.js';
import { Shop } from './requests/known.js';
import type { Tally } from './tally.js';
import { Connection, NoAnswer } from './wire/connection.js';

/** A request with all that is wrong about its answer. */
export interface Finding {
  readonly faults: readonly string[];
  readonly request: WrittenRequest;
  readonly answer?: Exchange['answer'];
}

/** Sends one request after the other, holds each answer against the document, and reads back what was stored. */
export class Client {
  private readonly shop: Shop;
  private readonly connection: Connection;

  constructor(
    url: string,
    private readonly api: Api,
    private readonly description: ApiDescription,
    private readonly tally: Tally,
    lane: number,
  ) {
    this.shop = new Shop(`019a9f3e-7c00-7d21-8a4b-5c6d7e8f90${10 + lane}`);
    this.connection = new Connection(url);
  }

  /** @returns what is wrong, if anything is */
  async send(draft: Draft): Promise<Finding | undefined> {
    const request = writeRequest(draft, this.shop);
    try {
      const exchange = await this.exchange(request);
      const { answer, body } = exchange;
      if (answer.status < 300) this.shop.learn(request.target, answer.headers['etag'], body);
      const faults = [...faultsOf(exchange, this.description), ...(await this.readBack(exchange))];
      return faults.length === 0 ? undefined : { faults, request, answer };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { faults: [error.message], request };
    }
  }

  close(): void {
    this.connection.close();
  }

  private async exchange(request: WrittenRequest): Promise<Exchange> {
    const answer = await this.connection.exchange(request);
    const body: unknown = isJson(answer) && answer.body !== '' ? parseJson(answer.body) : answer.body;
    const exchange = { request, operation: this.api.find(request.method, request.target), answer, body };
    this.tally.count(exchange);
    return exchange;
  }

  private async readBack(exchange: Exchange): Promise<string[]> {
    const faults: string[] = [];
    for (const thing of thingsIn(exchange)) {
      const bytes = Buffer.from(`GET ${thing.path} HTTP/1.1\r\nHost: shop.example\r\n\r\n`);
      const read = await this.exchange({ method: 'GET', target: thing.path, bytes, body: Buffer.alloc(0), isUnframed: false });
      faults.push(...faultsOf(read, this.description), ...storedFaults(thing, read));
    }
    return faults;
  }
}
