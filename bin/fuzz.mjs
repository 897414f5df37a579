#!/usr/bin/env node
/** `npm run fuzz`: installs and builds what is missing, then sends bad requests; the options are those of fuzz/options.ts. */
import { become, build, endWithNpm, install, node } from './prepare.mjs';

endWithNpm();
await install();
await build();
become(node(), ['--import', './scripts/run-from-source.mjs', 'fuzz/fuzz.ts', ...process.argv.slice(2)]);
