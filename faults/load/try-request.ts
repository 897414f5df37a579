import { createHash } from 'node:crypto';
import { isProblemCode, PROBLEMS } from '#libs/contracts';
import type { AnsweredOrder, Intention, Outcome } from './history.js';
import type { KnownOrder } from './shop.js';

interface Target {
  readonly name: string;
  readonly url: string;
}

/** What no client may ever be shown: SQL, stacks, addresses of the inside. */
const INTERNALS = /select .* from|insert into|update .* set|\.[jt]s:\d+|ECONN|127\.0\.0\.1|postgres/i;

/** What came of a try, and the orders that it answered. */
export interface Tried {
  readonly outcome: Outcome;
  readonly orders: readonly KnownOrder[];
}

type Answered = Partial<Outcome> & { readonly known?: readonly KnownOrder[] };

type OrderBody = AnsweredOrder & KnownOrder;

interface Row {
  readonly status: number;
  readonly order?: OrderBody;
  readonly problem?: { readonly code?: string };
}

type Body = OrderBody | { readonly movement: number | null } | { readonly results: readonly Row[] };

/** Sends a request once. Never rejects: that no answer came is an outcome too. */
export async function tryRequest(intention: Intention, { name, url }: Target, timeoutMs: number): Promise<Tried> {
  const { key, kind, method, path, body } = intention;
  const startedAt = new Date();
  const began = performance.now();
  const { known = [], ...found } = await ask(new URL(path, url), { method, key, body, timeoutMs }).catch(
    (error: unknown): Answered => ({ trouble: causeOf(error) }),
  );
  const ms = Math.round(performance.now() - began);
  const attempt = { key, kind, replica: name, startedAt: startedAt.toISOString(), ms };
  return { outcome: { entry: 'outcome', ...attempt, ...found }, orders: known };
}

interface Asking extends Pick<Intention, 'method' | 'key' | 'body'> {
  readonly timeoutMs: number;
}

async function ask(url: URL, { method, key, body, timeoutMs }: Asking): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-actor': key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  const { status } = response;
  const leak = INTERNALS.exec(text)?.[0];
  if (leak !== undefined) return { status, malformed: `${status} shows internals: ${leak}` };
  if (!isJson(text)) return { status, malformed: `${status} has no JSON` };
  if (!response.ok) return { status, ...readRefusal(response, text) };
  const answer = createHash('sha256').update(text).digest('base64url');
  const found = JSON.parse(text) as Body;
  if ('movement' in found) return { status, answer, movement: found.movement };
  if ('results' in found) return { status, answer, ...readRows(found.results) };
  return { status, answer, order: answeredOrder(found), known: [found] };
}

function readRows(results: readonly Row[]): Answered {
  const [fault] = results.flatMap(({ status, order, problem }) => (order ? [] : (faultOf(problem?.code, status) ?? [])));
  return {
    rows: results.map(({ order }) => (order ? answeredOrder(order) : null)),
    known: results.flatMap(({ order }) => order ?? []),
    ...(fault !== undefined && { malformed: fault }),
  };
}

function answeredOrder({ id, status, last_sequence, total_amount, updated_at }: OrderBody): AnsweredOrder {
  return { id, status, last_sequence, total_amount, updated_at };
}

function readRefusal({ status, headers }: Response, text: string): Pick<Outcome, 'code' | 'malformed' | 'retryAfter'> {
  const retryAfter = headers.get('retry-after') ?? undefined;
  const type = headers.get('content-type') ?? 'nothing';
  if (!type.startsWith('application/problem+json')) return { malformed: `${status} came as ${type}` };
  const { code } = JSON.parse(text) as { code?: string };
  const fault = faultOf(code, status);
  if (fault !== undefined) return { code, malformed: fault };
  return { code, retryAfter };
}

function faultOf(code: string | undefined, status: number): string | undefined {
  if (code === undefined || !isProblemCode(code)) return `${status} has no documented code: ${code}`;
  return PROBLEMS[code].status === status ? undefined : `${code} came with ${status}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function causeOf(error: unknown): string {
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
