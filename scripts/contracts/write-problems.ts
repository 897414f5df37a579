import type { Problem } from '../../libs/contracts/src/problems/problem.js';

/** docs/problems.md as a whole. */
export function writeProblems(problems: Readonly<Record<string, Problem>>): string {
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
