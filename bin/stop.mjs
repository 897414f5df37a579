#!/usr/bin/env node
/** `npm stop`: asks the launcher to stop everything, and waits until it has. */
import { setTimeout as delay } from 'node:timers/promises';
import { fail } from './prepare.mjs';
import { launcherPid } from './running.mjs';

/** Longer than all its limits for requests, streams and the last checkpoint together. */
const LIMIT_MS = 60_000;

const pid = launcherPid();
if (pid === undefined) {
  console.log('Pulse ERP does not run from this folder.');
  process.exit(0);
}
try {
  process.kill(pid, 'SIGTERM');
} catch (error) {
  if (error.code === 'EPERM') fail(`Process ${pid}, which runs Pulse ERP here, belongs to another user.`);
  if (error.code !== 'ESRCH') throw error;
}
for (const deadline = Date.now() + LIMIT_MS; launcherPid() === pid; await delay(50)) {
  if (Date.now() > deadline) fail(`Pulse ERP did not stop within ${LIMIT_MS / 1000} s. To end it at once: kill -9 ${pid}`);
}
console.log('Pulse ERP has stopped.');
