#!/usr/bin/env node
/** `npm test`: installs what is missing, checks types, lint, rules and generated files, then runs the tests. */
import { spawnSync } from 'node:child_process';
import { become, build, endWithNpm, install, node, ROOT } from './prepare.mjs';

const files = process.argv.slice(2);
endWithNpm();
await install();
await build();
if (files.length === 0) {
  const check = spawnSync('npm', ['run', '--silent', 'check'], { cwd: ROOT, stdio: 'inherit' });
  if (check.status !== 0) process.exit(check.status ?? 1);
}
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
become(node(), [...flags, 'node_modules/jest/bin/jest.js', ...files]);
