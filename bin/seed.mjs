#!/usr/bin/env node
/** `npm run seed`: installs and builds what is missing, then fills a shop; the options are those of apps/seed. */
import { join } from 'node:path';
import { become, build, endWithNpm, install, node, ROOT } from './prepare.mjs';
import { addresses } from './running.mjs';

endWithNpm();
await install();
await build();
const seed = join(ROOT, 'dist/apps/seed/src/seed.cli.js');
become(node(), [seed, ...process.argv.slice(2)], { env: { ...addresses(), ...process.env } });
