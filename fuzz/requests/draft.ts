import { Known, type Shop } from './known.js';
import { writeJson } from './json.js';

export type Part = string | Known;

/** A request before it is written: what mutations change. */
export interface Draft {
  readonly method: string;
  /** The segments of the path, percent-encoded as far as they are to be. */
  readonly path: readonly Part[];
  readonly query: readonly (readonly [name: string, value: Part])[];
  readonly headers: readonly (readonly [name: string, value: Part])[];
  readonly version: string;
  readonly body?: unknown;
  /** What is done to the text of the body. */
  readonly edits: readonly ((text: Buffer) => Buffer)[];
  /** Chooses the things that it is about. */
  readonly pick: number;
}

/** A request as it goes over the wire. */
export interface WrittenRequest {
  readonly method: string;
  readonly target: string;
  readonly bytes: Buffer;
  readonly body: Buffer;
  /** Where it ends is a matter of opinion, so nothing may follow it on its connection. */
  readonly isUnframed: boolean;
}

const FRAMING = /^(content-length|transfer-encoding|connection|upgrade|expect)$/i;

export function writeRequest(draft: Draft, shop: Shop): WrittenRequest {
  const resolve = (known: Known): string => shop.resolve(known, draft.pick);
  const text = (part: Part): string => (part instanceof Known ? resolve(part) : part);
  const inPath = (part: Part): string => (part instanceof Known ? encodeURIComponent(resolve(part)) : part);
  const query = draft.query.map(([name, value]) => `${name}=${inPath(value)}`).join('&');
  const target = `/${draft.path.map(inPath).join('/')}${query === '' ? '' : `?${query}`}`;
  const json = draft.body === undefined ? Buffer.alloc(0) : Buffer.from(writeJson(draft.body, resolve));
  const body = draft.edits.reduce<Buffer>((bytes, edit) => edit(bytes), json);
  const isUnframed = draft.headers.some(([name]) => FRAMING.test(name)) || draft.version !== 'HTTP/1.1';
  const length = isUnframed || body.length === 0 ? [] : [`Content-Length: ${body.length}`];
  const lines = [...draft.headers.map(([name, value]) => `${name}: ${text(value)}`), ...length];
  const head = [`${draft.method} ${target} ${draft.version}`, ...lines, '', ''].join('\r\n');
  return { method: draft.method, target, body, isUnframed, bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]) };
}
