import { trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { bufferedOutput, type BufferedOutput } from './buffered-output.js';
import { requestContext } from './request-context.js';
import { traceIdOf } from './trace-ids.js';

export interface LogSettings {
  readonly service: string;
  readonly level: string;
  readonly format: 'auto' | 'json' | 'pretty';
  /** Where the lines go as JSON; standard output when it is not given. */
  readonly destination?: DestinationStream;
}

export interface Logs {
  /** For everything that code says. Every line of a request carries its ids; members that may be secret are hidden. */
  readonly log: Logger;
  /** For the line about each request, which brings its ids and has nothing to hide: it costs half as much. */
  readonly requestLog: Logger;
}

/** JSON lines on standard output, or readable ones on a terminal. */
export function createLogs({ service, level, format, destination }: LogSettings): Logs {
  const options: pino.LoggerOptions = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.err },
  };
  const perLine: pino.LoggerOptions = {
    mixin: currentIds,
    mixinMergeStrategy: (line, ids) => Object.assign(ids, line),
    redact: { paths: SECRETS, censor: '[hidden]' },
  };
  const isReadable = format === 'pretty' || (format === 'auto' && process.stdout.isTTY);
  const stream = destination ?? (isReadable ? readableOutput() : standardOutput());
  return { log: pino({ ...options, ...perLine }, stream), requestLog: pino(options, stream) };
}

/** Members that a careless line could carry, and where PostgreSQL quotes the values of a row. */
const SECRETS = ['authorization', 'cookie', 'password', 'headers.authorization', 'headers.cookie', 'err.detail'];

function currentIds(): object {
  const request = requestContext.getStore();
  const span = trace.getActiveSpan()?.spanContext();
  if (request === undefined) return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
  return { request_id: request.id, trace_id: traceIdOf(request), span_id: span?.spanId };
}

const HIDDEN = 'pid,service,request_id,trace_id,span_id,context';

function readableOutput(): DestinationStream {
  return pretty({
    sync: true,
    ignore: HIDDEN,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    messageFormat: '{if context}{context}: {end}{msg}',
  });
}

let output: BufferedOutput | undefined;

function standardOutput(): DestinationStream {
  if (output !== undefined) return output;
  output = bufferedOutput(1);
  process.on('exit', output.flush);
  return output;
}
