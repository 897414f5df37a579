import { parseArgs } from 'node:util';
import type { Scenario } from './scenarios/scenario.js';
import { scenariosOf } from './scenarios/scenarios.js';
import { STUDIES } from './studies/studies.js';
import type { Study, StudyOptions } from './studies/study.js';

export interface Options extends StudyOptions {
  /** Seconds that each scenario is measured, after its warm-up. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly scenarios: readonly Scenario[];
  readonly studies: readonly Study[];
  /** Writes a CPU profile of the service, for one scenario at a time. */
  readonly profile: boolean;
  /** Minutes of one mixed load during which the memory of the service is watched, instead of the scenarios. */
  readonly soakMinutes?: number;
  readonly help: boolean;
}

export const HELP = `usage: npm run bench [-- options]

  --duration <s>       seconds per scenario (20)
  --connections <n>    connections of the load generator, one request in flight on each (64)
  --only <name>        a scenario by its name, or one of the studies below; may be repeated
  --orders <n>         orders in the large database of reads-at-size (1000000)
  --quick              2 seconds per scenario: shows that it works, not how fast it is
  --profile <name>     measures this scenario alone and writes a CPU profile of the service to bench/profiles;
                       open it in the developer tools of Chromium. The profiler costs some of the speed
  --soak <minutes>     loads for so long with a mix of calls and tells by how much the memory of the service grows

studies, which run only when --only names them:
${STUDIES.map(({ name, about }) => `  ${name.padEnd(20)} ${about}`).join('\n')}`;

/** @throws Error whose message is for the person at the terminal */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      duration: { type: 'string' },
      connections: { type: 'string', default: '64' },
      orders: { type: 'string', default: '1000000' },
      only: { type: 'string', multiple: true, default: [] },
      profile: { type: 'string' },
      soak: { type: 'string' },
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const studies = STUDIES.filter(({ name }) => values.only.includes(name));
  const only = values.only.filter((one) => !studies.some(({ name }) => name === one));
  return {
    seconds: positive('--duration', values.duration ?? (values.quick ? '2' : '20')),
    warmUpSeconds: values.quick ? 1 : 5,
    connections: positive('--connections', values.connections),
    scenarios: scenariosFor(values.profile === undefined ? only : [values.profile], studies),
    studies,
    orders: positive('--orders', values.orders),
    profile: values.profile !== undefined,
    soakMinutes: values.soak === undefined ? undefined : positive('--soak', values.soak),
    quick: values.quick,
    help: values.help,
  };
}

/** Every scenario when nothing is named, and none when only studies are. @throws Error for a name that there is not */
function scenariosFor(only: readonly string[], studies: readonly Study[]): readonly Scenario[] {
  return only.length === 0 && studies.length > 0 ? [] : scenariosOf(only);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} takes a whole number from 1`);
  return value;
}
