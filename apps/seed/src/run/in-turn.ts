/**
 * Performs actions in their order, up to `width` at a time. Actions of one `key` never overlap; after an action that `gates`
 * nothing starts before it is done.
 * @throws the first error, once everything that had begun has ended
 */
export async function performInTurn<A>(
  actions: readonly A[],
  {
    width,
    keyOf,
    gates,
    stop,
    perform,
  }: {
    readonly width: number;
    readonly keyOf: (action: A) => unknown;
    readonly gates?: (action: A) => boolean;
    readonly stop: AbortSignal;
    readonly perform: (action: A) => Promise<void>;
  },
): Promise<void> {
  const underWay = new Map<unknown, Promise<void>>();
  const gate = new Set<Promise<void>>();
  let busy = 0;
  let failed: { readonly error: unknown } | undefined;
  let onFree = (): void => undefined;
  const begin = (action: A): Promise<void> => {
    busy += 1;
    const key = keyOf(action);
    const task: Promise<void> = (underWay.get(key) ?? Promise.resolve())
      .then(() => (failed ? undefined : perform(action)))
      .catch((error: unknown) => void (failed ??= { error }))
      .finally(() => {
        busy -= 1;
        if (underWay.get(key) === task) underWay.delete(key);
        onFree();
      });
    underWay.set(key, task);
    return task;
  };
  for (const action of actions) {
    if (gate.size > 0 && !gates?.(action)) {
      await Promise.all(gate);
      gate.clear();
    }
    while (busy >= width) await new Promise<void>((free) => (onFree = free));
    if (failed || stop.aborted) break;
    const task = begin(action);
    if (gates?.(action)) gate.add(task);
  }
  await Promise.all(underWay.values());
  if (failed) throw failed.error;
}
