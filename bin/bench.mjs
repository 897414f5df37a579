#!/usr/bin/env node
/** `npm run bench`: installs and builds what is missing, then measures; the options are those of bench/bench.ts. */
import { become, build, endWithNpm, install, node } from './prepare.mjs';

endWithNpm();
await install();
await build();
become(node(), ['--import', './scripts/run-from-source.mjs', 'bench/bench.ts', ...process.argv.slice(2)]);
