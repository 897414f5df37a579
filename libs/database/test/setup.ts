/** The error of what must fail. */
export async function failureOf(work: PromiseLike<unknown>): Promise<unknown> {
  let result: unknown;
  try {
    result = await work;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a failure, got ${String(result)}`);
}
