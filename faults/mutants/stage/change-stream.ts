import type { System } from '../../system/system.js';

/** Changes how a stream is configured, by the bytes that it holds. */
export async function changeStream({ nats }: System, name: string, change: (bytes: number) => object): Promise<void> {
  const streams = nats.current?.manager.streams;
  if (!streams) throw new Error('the broker is away');
  const { state } = await streams.info(name);
  await streams.update(name, change(state.bytes) as Parameters<typeof streams.update>[1]);
}
