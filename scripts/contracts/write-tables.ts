import type { Problem } from '../../libs/contracts/src/problems/problem.js';
import type { SchemaSet } from '../../libs/contracts/src/events/json-schema.js';
import { eventsOf, type EventSource } from './read-schemas.js';

/** The table of subjects for docs/events.md: when each is published and what its body has beyond the envelope. */
export function subjectTable(schemas: SchemaSet): string {
  const rows = eventsOf(schemas).map((event) => {
    const link = `[\`${event.subject}\`](../libs/contracts/schemas/${event.place}.schema.json)`;
    const planned = event.schema['x-published'] === false ? '*Planned, not published yet.* ' : '';
    return `| ${link} | ${planned}${event.schema.description ?? ''} | ${ownMembers(event, schemas)} |`;
  });
  return ['| subject | when | beyond the envelope |', '|---|---|---|', ...rows].join('\n');
}

const ENVELOPES = ['event_envelope', 'order_snapshot'];

function ownMembers({ schema }: EventSource, schemas: SchemaSet): string {
  const bases = (schema.allOf ?? []).map((part) => /(\w+)\.schema\.json$/.exec(part.$ref ?? '')?.[1] ?? '');
  const pieces = bases.filter((base) => !ENVELOPES.includes(base)).map((base) => schemas[`shared/${base}`]?.properties ?? {});
  const members = Object.keys(Object.assign({}, ...pieces, schema.properties) as object);
  return members.filter((member) => !['event_type', 'status'].includes(member)).map((member) => `\`${member}\``).join(', ');
}

/** docs/problems.md as a whole. */
export function problemsPage(problems: Readonly<Record<string, Problem>>): string {
  const rows = Object.entries(problems).map(
    ([code, { status, title, about }]) => `| ${status} | <a id="${code}"></a>\`${code}\` | **${title}.** ${about} |`,
  );
  return `# Problems

<!-- Generated from libs/contracts/src/problems by \`npm run generate:contracts\`. -->

Every error is answered as \`application/problem+json\` (RFC 9457). Decide by \`code\`: codes are never renamed and keep their
meaning; titles and texts may get better. \`type\` is \`/docs/problems#<code>\`, a page of the service that answered. Field errors
carry \`errors: [{pointer, message}]\`, all of them at once. Quote \`trace_id\` when you ask about one; the log has it too.

| status | code | meaning |
|---|---|---|
${rows.join('\n')}
`;
}

/** The text with the part between the two marker comments of `name` replaced. */
export function fillMarkers(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [before, rest] = text.split(open);
  const after = rest?.split(close)[1];
  if (before === undefined || after === undefined) throw new Error(`no ${open} … ${close} in the document`);
  return `${before}${open}\n${content}\n${close}${after}`;
}
