import { describeMessage } from '../../libs/contracts/src/asyncapi/describe-subject.js';
import { placeOfRef, type JsonSchema, type SchemaSet } from '../../libs/contracts/src/events/json-schema.js';
import { eventsOf, type EventSource } from './read-schemas.js';

/** The table of subjects for docs/events.md: when each is published and what its body has beyond the envelope. */
export function subjectTable(schemas: SchemaSet): string {
  const rows = eventsOf(schemas).map((event) => {
    const link = `[\`${event.subject}\`](../libs/contracts/schemas/${event.place}.schema.json)`;
    return `| ${link} | ${event.schema.description ?? ''} | ${ownMembers(event, schemas)} |`;
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

/** The members of a shared piece with their meaning. */
export function memberTable(place: string, schemas: SchemaSet): string {
  const rows = Object.entries(schemas[place]?.properties ?? {}).map(
    ([name, member]) => `| \`${name}\` | ${typeOf(member, place, schemas)} | ${meaningOf(member, place, schemas)} |`,
  );
  return ['| member | type | meaning |', '|---|---|---|', ...rows].join('\n');
}

function typeOf(member: JsonSchema, place: string, schemas: SchemaSet): string {
  if (member.anyOf) return member.anyOf.map((part) => typeOf(part, place, schemas)).join(' or ');
  const { type = 'string' } = lookUp(member, place, schemas);
  return typeof type === 'string' ? type : type.join(' or ');
}

function meaningOf(member: JsonSchema, place: string, schemas: SchemaSet): string {
  const about = member.description ?? lookUp(member.anyOf?.[0] ?? member.items ?? member, place, schemas).description ?? '';
  const words = member.enum as string[] | undefined;
  return words ? `${about} One of ${words.map((word) => `\`${word}\``).join(', ')}.` : about;
}

function lookUp(member: JsonSchema, place: string, schemas: SchemaSet): JsonSchema {
  return member.$ref === undefined ? member : (schemas[placeOfRef(member.$ref, place)] ?? {});
}

interface Example {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: unknown;
}

/** The first example of an event as a message: its headers and its body. */
export function exampleMessage(place: string, schemas: SchemaSet): string {
  const [example] = describeMessage(place, schemas[place] ?? {})['examples'] as Example[];
  const headers = Object.entries(example?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const body = foldSmall(JSON.stringify(example?.payload, null, 2));
  return ['```text', ...headers, '```', '', '```json', body, '```'].join('\n');
}

/** JSON with its small flat objects on one line each. */
function foldSmall(json: string): string {
  return json.replace(/\{[^{}[\]]*\}/g, (object) => {
    const line = object.replace(/\s+/g, ' ');
    return line.length <= 120 ? line : object;
  });
}

/** The document with the part between the two marker comments of each name replaced. */
export function fillMarkers(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, content]) => {
    const [open, close] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [before, rest] = text.split(open);
    const after = rest?.split(close)[1];
    if (before === undefined || after === undefined) throw new Error(`no ${open} … ${close} in the document`);
    return `${before}${open}\n${content}\n${close}${after}`;
  }, document);
}
