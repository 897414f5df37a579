#!/usr/bin/env node
/** `npm run faults`: installs and builds what is missing, then breaks things; the options are those of faults/options.ts. */
import { become, build, endWithNpm, install, node } from './prepare.mjs';

endWithNpm();
await install();
await build();
become(node(), ['--import', './scripts/run-from-source.mjs', 'faults/faults.ts', ...process.argv.slice(2)]);
