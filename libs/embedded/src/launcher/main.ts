import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './launch.js';

/** The project's folder: this file runs as dist/libs/embedded/src/launcher/main.js. */
const root = join(import.meta.dirname, '../../../../..');

const envFile = join(root, '.env');
if (existsSync(envFile)) process.loadEnvFile(envFile);

try {
  process.exit(await launch({ root, fresh: process.argv.includes('--fresh'), demo: process.argv.includes('--demo') }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
