import { parseArgs } from 'node:util';
import { isConnectionError, sqlState } from '#libs/database';
import { doctor } from './inventory/doctor/doctor.js';
import { reportForMachines, reportForPeople } from './inventory/doctor/report.js';
import { operatorSettings, outliveReaders, withDatabase } from './operating.js';
import { describeFigures } from './orders/figures/describe-figures.js';
import { examineFigures, type ExaminedFigures } from './orders/figures/examine-figures.js';

const HELP = `Holds the stock against its ledger of movements and against what orders hold, and the figures of the statistics
against the orders, and says where they do not agree.

  npm run doctor                      looks at all, and shows what a repair would write; changes nothing
  npm run doctor -- --sku <sku>       looks at the stock of one
  npm run doctor -- --repair          writes the movements that make them agree, while orders go on; figures that do not agree
                                      are counted anew, while orders wait for some seconds
  npm run --silent doctor -- --json   one JSON document

Ends with 0 when all agrees, 1 when something does not (after --repair: still does not), 2 when it could not look.
docs/runbook.md tells what to do with a finding. Uses DATABASE_URL, or the system that "npm start" runs.`;

const AGREES = 0;
const FINDINGS = 1;
const COULD_NOT_LOOK = 2;
const UNDEFINED_TABLE_OR_COLUMN = ['42P01', '42703'];
const NOT_ALLOWED_IN = ['28000', '28P01', '3D000', '42501'];

/** Its message is the whole answer. */
class CannotLook extends Error {}

outliveReaders();
process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(sentence(error));
  return COULD_NOT_LOOK;
});

async function run(args: string[]): Promise<number> {
  const { sku, repair: repairs, json, help } = read(args);
  if (help) {
    console.log(HELP);
    return AGREES;
  }
  const say = (text: string): void => console.log(text);
  const left = await withDatabase(operatorSettings(), async (database) => {
    const figures = sku === undefined ? await examineFigures(database, { repairs }) : undefined;
    if (figures && !json) say(describeFigures(figures));
    const report = json ? reportForMachines(say, figures && { figures }) : reportForPeople(say, { repairs });
    const skus = await doctor(database, { sku, repairs, report });
    return skus === undefined ? undefined : skus + (figures && isLeft(figures) ? 1 : 0);
  });
  if (left === undefined) throw new CannotLook(`There is no product ${sku}, and no order holds any of it.`);
  return left === 0 ? AGREES : FINDINGS;
}

function isLeft({ outcome }: ExaminedFigures): boolean {
  return outcome === 'disagree' || outcome === 'busy';
}

function read(args: string[]) {
  const no = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args, options: { sku: { type: 'string' }, repair: no, json: no, help: no } }).values;
  } catch (error) {
    throw new CannotLook(`${(error as Error).message}\n\n${HELP}`);
  }
}

function sentence(error: unknown): string {
  const state = sqlState(error) ?? '';
  const reason = error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
  if (error instanceof CannotLook) return reason;
  const away = `The database cannot be reached (${reason}). Is DATABASE_URL right, or "npm start" running?`;
  if (isConnectionError(error)) return away;
  if (NOT_ALLOWED_IN.includes(state)) return `The database does not let us in: ${reason}.`;
  if (UNDEFINED_TABLE_OR_COLUMN.includes(state)) return `The database lacks a table (${reason}): npm run migrate -- up`;
  return `The doctor stopped: ${reason}`;
}
