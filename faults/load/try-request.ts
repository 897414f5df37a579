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

/** What came of a try, and the order that it answered. */
export interface Tried {
  readonly outcome: Outcome;
  readonly order?: KnownOrder;
}

type Answered = Partial<Outcome> & { readonly known?: KnownOrder };

/** Sends a request once. Never rejects: that no answer came is an outcome too. */
export async function tryRequest(intention: Intention, { name, url }: Target, timeoutMs: number): Promise<Tried> {
  const { key, kind, method, path, body } = intention;
  const startedAt = new Date();
  const began = performance.now();
  const { known, ...found } = await ask(new URL(path, url), { method, key, body, timeoutMs }).catch(
    (error: unknown): Answered => ({ trouble: causeOf(error) }),
  );
  const ms = Math.round(performance.now() - began);
  const attempt = { key, kind, replica: name, startedAt: startedAt.toISOString(), ms };
  return { outcome: { entry: 'outcome', ...attempt, ...found }, order: known };
}

interface Asking extends Pick<Intention, 'method' | 'key' | 'body'> {
  readonly timeoutMs: number;
}

async function ask(url: URL, { method, key, body, timeoutMs }: Asking): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  const { status } = response;
  if (!isJson(text)) return { status, malformed: `${status} has no JSON` };
  if (!response.ok) return { status, ...readRefusal(response, text) };
  const answer = createHash('sha256').update(text).digest('base64url');
  const found = JSON.parse(text) as (AnsweredOrder & KnownOrder) | { readonly movement: number | null };
  if ('movement' in found) return { status, answer, movement: found.movement };
  const { id, status: orderStatus, last_sequence, total_amount, items } = found;
  return { status, answer, order: { id, status: orderStatus, last_sequence, total_amount }, known: { id, items } };
}

function readRefusal({ status, headers }: Response, text: string): Pick<Outcome, 'code' | 'malformed' | 'retryAfter'> {
  const retryAfter = headers.get('retry-after') ?? undefined;
  const type = headers.get('content-type') ?? 'nothing';
  if (!type.startsWith('application/problem+json')) return { malformed: `${status} came as ${type}` };
  const { code } = JSON.parse(text) as { code?: string };
  if (code === undefined || !isProblemCode(code)) return { code, malformed: `${status} has no documented code: ${code}` };
  if (PROBLEMS[code].status !== status) return { code, malformed: `${code} came with ${status}` };
  const leak = INTERNALS.exec(text)?.[0];
  return { code, retryAfter, ...(leak !== undefined && { malformed: `${status} shows internals: ${leak}` }) };
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
