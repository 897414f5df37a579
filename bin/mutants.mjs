#!/usr/bin/env node
/** `npm run faults:mutants`: installs and builds what is missing; the options are those of faults/mutants. */
import { become, build, endWithNpm, install, node } from './prepare.mjs';

endWithNpm();
await install();
await build();
become(node(), ['--import', './scripts/run-from-source.mjs', 'faults/mutants/catch-mutants.ts', ...process.argv.slice(2)]);
