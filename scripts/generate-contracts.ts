/**
 * Writes everything that is made from the event schemas and the problem codes: TypeScript types, the schemas as a module,
 * asyncapi.json, and the tables in docs/. With `--check` it writes nothing and fails, naming each file that is stale.
 * It reads single files of libs/contracts and never its index, which needs what is generated here.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeEvents } from '../libs/contracts/src/asyncapi/describe-events.js';
import { PROBLEMS } from '../libs/contracts/src/problems/problems.js';
import { readSchemas } from './contracts/read-schemas.js';
import { writeSchemas, writeSubjects } from './contracts/write-data.js';
import { writeProblems } from './contracts/write-problems.js';
import { exampleMessage, fillMarkers, memberTable, subjectTable } from './contracts/write-tables.js';
import { writeTypes } from './contracts/write-types.js';

const root = join(import.meta.dirname, '..');
const schemas = readSchemas(join(root, 'libs/contracts/schemas'));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const files: Record<string, string> = {
  'libs/contracts/src/generated/event-types.ts': await writeTypes(schemas),
  'libs/contracts/src/generated/schemas.ts': writeSchemas(schemas),
  'libs/contracts/src/generated/subjects.ts': writeSubjects(schemas),
  'asyncapi.json': JSON.stringify(describeEvents(schemas), null, 2) + '\n',
  'docs/events.md': fillMarkers(read('docs/events.md'), {
    subjects: subjectTable(schemas),
    example: exampleMessage('orders/order_created', schemas),
    envelope: memberTable('shared/event_envelope', schemas),
    snapshot: memberTable('shared/order_snapshot', schemas),
    items: memberTable('shared/order_item', schemas),
  }),
  'docs/problems.md': writeProblems(PROBLEMS),
};

const stale = Object.entries(files).filter(([file, text]) => readIfThere(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is stale: run npm run generate:contracts`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const [file, text] of stale) {
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return read(file);
  } catch {
    return undefined;
  }
}
