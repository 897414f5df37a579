/** `file-sizes.ts [root]`: fails when a file is over its limit, or when the median or the 95th percentile is. */
import { join } from 'node:path';
import { measureFiles, percentile } from './measure-files.js';

const LIMITS = { median: 60, p95: 200, longest: 300 };

const sizes = measureFiles(process.argv[2] ?? join(import.meta.dirname, '../..'));
const found = { median: percentile(sizes, 0.5), p95: percentile(sizes, 0.95), longest: sizes[0]?.lines ?? 0 };

console.log(`${sizes.length} files, lines: median ${found.median}, p95 ${found.p95}, longest ${found.longest}`);
for (const { file, lines } of sizes.filter((size) => size.lines > LIMITS.longest)) {
  console.log(`${file} has ${lines} lines; the limit is ${LIMITS.longest}: split it by use case.`);
}
if (found.median > LIMITS.median) console.log(`The median is over ${LIMITS.median}.`);
if (found.p95 > LIMITS.p95) console.log(`The 95th percentile is over ${LIMITS.p95}.`);

const within = found.median <= LIMITS.median && found.p95 <= LIMITS.p95 && found.longest <= LIMITS.longest;
process.exitCode = within && sizes.length > 0 ? 0 : 1;
