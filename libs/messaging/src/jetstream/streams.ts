import { Logger } from '@nestjs/common';
import { DiscardPolicy, nanos, RetentionPolicy, StorageType, type JetStreamManager, type StreamConfig } from 'nats';
import type { Capabilities } from './capabilities.js';

export interface StreamDefinition {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly about: string;
  readonly replicas: number;
  readonly maxBytes: number;
  /** 0 keeps messages for ever. */
  readonly maxAgeDays: number;
}

export type StreamMode = 'create' | 'verify';

/** Copies of an event within this time are dropped by the stream itself; older ones by the consumers' inboxes. */
const DUPLICATE_WINDOW_MS = 600_000;
const DAY_MS = 86_400_000;
const STREAM_NOT_FOUND = 10_059;

const logger = new Logger('Streams');

/** The stream of a definition: on disk, kept by limits, full means full (`discard: new`) rather than quietly forgetting. */
export function streamConfigOf(
  definition: StreamDefinition,
  can: Pick<Capabilities, 'atomicBatches'>,
): Partial<StreamConfig> & { name: string } {
  return {
    name: definition.name,
    subjects: [...definition.subjects],
    description: definition.about,
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    num_replicas: definition.replicas,
    max_bytes: definition.maxBytes,
    max_age: nanos(definition.maxAgeDays * DAY_MS),
    ...(can.atomicBatches && { allow_atomic: true }),
  } as Partial<StreamConfig> & { name: string };
}

/** @throws Error when a stream is missing in `verify` mode, or cannot be made as defined */
export async function ensureStreams(
  manager: JetStreamManager,
  definitions: readonly StreamDefinition[],
  mode: StreamMode,
  can: Capabilities,
): Promise<void> {
  for (const definition of definitions) {
    const wanted = streamConfigOf(definition, can);
    const existing = await find(manager, definition.name);
    if (!existing) {
      if (mode === 'verify') throw new Error(`stream ${definition.name} is missing and NATS_STREAM_MODE is verify`);
      await manager.streams.add(wanted);
      logger.log({ msg: 'stream created', stream: definition.name });
    } else {
      await reconcile(manager, existing, wanted, mode);
    }
  }
}

async function find(manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if ((error as { api_error?: { err_code?: number } }).api_error?.err_code === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

async function reconcile(
  manager: JetStreamManager,
  existing: StreamConfig,
  wanted: Partial<StreamConfig> & { name: string },
  mode: StreamMode,
): Promise<void> {
  const differences = differencesOf(existing, wanted);
  if (differences.length === 0) return;
  if (mode === 'create') {
    await manager.streams.update(wanted.name, wanted);
    logger.log({ msg: 'stream updated', stream: wanted.name, differences });
  } else {
    logger.warn({ msg: 'stream differs from its definition', stream: wanted.name, differences });
  }
}

function differencesOf(existing: object, wanted: object): string[] {
  const actual = existing as Record<string, unknown>;
  return Object.entries(wanted)
    .filter(([name, value]) => JSON.stringify(actual[name] ?? null) !== JSON.stringify(value))
    .map(([name, value]) => `${name}: ${JSON.stringify(actual[name])}, wanted ${JSON.stringify(value)}`);
}
