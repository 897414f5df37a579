import { Logger } from '@nestjs/common';
import { DiscardPolicy, nanos, RetentionPolicy, StorageType, type JetStreamManager, type StreamConfig } from 'nats';
import { apiErrorCode } from './api-errors.js';
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

/** `allow_atomic` came with 2.12 and is not in the client's types. */
type WantedStream = Partial<StreamConfig> & { name: string; allow_atomic?: boolean };

/** What a publisher must know of a stream. */
export interface KnownStream {
  readonly name: string;
  readonly subjects: readonly string[];
  /** Whether it takes several messages or none (ADR-50); a stream made by an older server may not, whatever the server can. */
  readonly takesBatches: boolean;
}

/** Copies of an event within this time are dropped by the stream itself; older ones by the consumers' inboxes. */
const DUPLICATE_WINDOW_MS = 600_000;
const DAY_MS = 86_400_000;
const STREAM_NOT_FOUND = 10_059;
const NO_ROOM = 10_047;
/** Beyond this the disk is as good as full. */
const SMALLEST_BYTES = 1_048_576;

const logger = new Logger('Streams');

/** The stream of a definition: on disk, kept by limits, full means full (`discard: new`) rather than quietly forgetting. */
export function streamConfigOf(
  definition: StreamDefinition,
  can: Pick<Capabilities, 'atomicBatches'>,
): WantedStream {
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
  };
}

/**
 * Makes the streams as defined and keeps them so (`create`), or checks them and says what differs (`verify`).
 * @returns the streams as they are
 * @throws Error when a stream is missing in `verify` mode, or cannot be made
 */
export async function ensureStreams(
  manager: JetStreamManager,
  definitions: readonly StreamDefinition[],
  mode: StreamMode,
  can: Capabilities,
): Promise<KnownStream[]> {
  const streams: KnownStream[] = [];
  for (const definition of definitions) {
    const wanted = streamConfigOf(definition, can);
    const existing = await find(manager, definition.name);
    const config = existing ? await reconcile(manager, existing, wanted, mode) : await make(manager, wanted, mode);
    streams.push(knownStream(config));
  }
  return streams;
}

async function find(manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if (apiErrorCode(error) === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

async function make(manager: JetStreamManager, wanted: WantedStream, mode: StreamMode): Promise<StreamConfig> {
  if (mode === 'verify') throw new Error(`stream ${wanted.name} is missing and NATS_STREAM_MODE is verify`);
  const config = await addAsLargeAsFits(manager, wanted);
  logger.log({ msg: 'stream created', stream: wanted.name, max_bytes: config.max_bytes });
  return config;
}

/** The server sets a stream's whole size aside. Where the disk has not so much room, a smaller one carries events too. */
async function addAsLargeAsFits(manager: JetStreamManager, wanted: WantedStream): Promise<StreamConfig> {
  for (let size = wanted.max_bytes ?? SMALLEST_BYTES; ; size = Math.floor(size / 2)) {
    try {
      return (await manager.streams.add({ ...wanted, max_bytes: size })).config;
    } catch (error) {
      if (apiErrorCode(error) !== NO_ROOM || size < SMALLEST_BYTES) throw error;
    }
  }
}

/** A stream that cannot be changed as wanted still carries events: that it differs is said, and no reason to stop. */
async function reconcile(
  manager: JetStreamManager,
  existing: StreamConfig,
  wanted: WantedStream,
  mode: StreamMode,
): Promise<StreamConfig> {
  const differences = differencesOf(existing, wanted);
  if (differences.length === 0) return existing;
  const said = { stream: wanted.name, differences };
  if (mode === 'verify') {
    logger.warn({ msg: 'stream differs from its definition', ...said });
    return existing;
  }
  try {
    const { config } = await manager.streams.update(wanted.name, wanted);
    logger.log({ msg: 'stream updated', ...said });
    return config;
  } catch (error) {
    if (apiErrorCode(error) === undefined) throw error;
    logger.warn({ msg: 'stream cannot be changed to its definition', ...said, reason: String(error) });
    return existing;
  }
}

function differencesOf(existing: object, wanted: object): string[] {
  const actual = existing as Record<string, unknown>;
  return Object.entries(wanted)
    .filter(([name, value]) => JSON.stringify(actual[name] ?? null) !== JSON.stringify(value))
    .map(([name, value]) => `${name}: ${JSON.stringify(actual[name])}, wanted ${JSON.stringify(value)}`);
}

function knownStream({ name, subjects, ...config }: StreamConfig): KnownStream {
  return { name, subjects, takesBatches: 'allow_atomic' in config && config.allow_atomic === true };
}
