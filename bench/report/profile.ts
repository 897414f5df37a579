import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of V8's `.cpuprofile` that is read here: a tree of calls, and which of its nodes was running when. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  /** µs since the sample before. */
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

const SHOWN = 15;

/** The newest profile of the folder as text: where the processor was, by package and by function, without idling. */
export function describeNewestProfile(folder: string): string {
  const [newest] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile')).toSorted().toReversed();
  if (newest === undefined) throw new Error(`there is no profile in ${folder}`);
  const path = join(folder, newest);
  return `${path}\n${describeProfile(JSON.parse(readFileSync(path, 'utf8')) as CpuProfile)}`;
}

export function describeProfile({ nodes, samples, timeDeltas }: CpuProfile): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    const microseconds = timeDeltas[index] ?? 0;
    if (!frame || frame.functionName === '(idle)') return;
    busy += microseconds;
    add(packages, packageOf(frame), microseconds);
    add(functions, `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, microseconds);
  });
  const table = (title: string, times: ReadonlyMap<string, number>): string[] => [title, ...top(times, busy)];
  return [...table('by package', packages), ...table('by function', functions)].join('\n');
}

function add(times: Map<string, number>, key: string, microseconds: number): void {
  times.set(key, (times.get(key) ?? 0) + microseconds);
}

function top(times: ReadonlyMap<string, number>, all: number): string[] {
  const largest = [...times].toSorted(([, a], [, b]) => b - a).slice(0, SHOWN);
  return largest.map(([key, microseconds]) => `${((100 * microseconds) / all).toFixed(1).padStart(6)} %  ${key}`);
}

/** The npm package, the room of this project, or Node itself; native code goes by its own name. */
function packageOf({ url, functionName }: CallFrame): string {
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  const room = /\/dist\/((?:libs|services)\/[^/]+)/.exec(url)?.[1];
  return dependency ?? room ?? (url.startsWith('node:') ? 'node' : functionName);
}

function placeOf({ url, lineNumber }: CallFrame): string {
  return url === '' ? '' : `${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`;
}
