/** `npm run fuzz`: a run with its report. Options: see options.ts. */
import { startTestServers } from '#libs/testing';
import { HELP, readOptions, type Options } from './options.js';
import { complaintsOf, summaryOf } from './report.js';
import { fuzz } from './run.js';
import { startTarget } from './target/target.js';

/** @returns the exit code */
async function runFuzz(options: Options): Promise<number> {
  const stopServers = await startTestServers();
  try {
    const target = await startTarget();
    const fuzzed = await fuzz(target, options).finally(() => target.stop());
    const complaints = complaintsOf(fuzzed, options);
    console.log([summaryOf(fuzzed, options), ...complaints].join('\n\n'));
    return complaints.length === 0 ? 0 : 1;
  } finally {
    await stopServers();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = await runFuzz(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
