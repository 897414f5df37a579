#!/usr/bin/env node
/**
 * `npm run doctor`, `consumers` and `outbox`: the commands for operators. They need the build and make none, since a system
 * may be running on the one that is there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { become, fail, node, ROOT } from './prepare.mjs';

/** Of the doctor it means that it could not look; 1 would mean that it found something. */
const NOT_BUILT = 2;

const [name, ...args] = process.argv.slice(2);
const command = join(ROOT, `dist/services/orders/src/${name}.cli.js`);
if (!existsSync(command)) fail('There is no build yet: `npm start` makes it, `npm run build` makes only that.', NOT_BUILT);
become(node(), [command, ...args]);
