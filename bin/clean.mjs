#!/usr/bin/env node
/** `make clean`: removes the build and all data. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT } from './prepare.mjs';
import { launcherPid, PULSE } from './running.mjs';

const pid = launcherPid();
if (pid !== undefined) fail(`Pulse ERP runs from this folder (process ${pid}). Stop it first: npm stop`);
const location = join(ROOT, 'dist/libs/embedded/src/launcher/data-location.js');
// Started by root, the data may lie elsewhere, with a link to it in .pulse; this module knows, and runs on every Node.
if (existsSync(PULSE) && existsSync(location)) await (await import(location)).wipe(PULSE);
for (const folder of [PULSE, join(ROOT, 'dist')]) rmSync(folder, { recursive: true, force: true });
console.log('Removed dist and .pulse.');
