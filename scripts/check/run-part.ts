import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { Part } from './parts.js';

export interface Outcome {
  part: Part;
  passed: boolean;
  seconds: number;
  output: string;
}

/** Runs one part in `root` with the project's own tools first on the path. Never rejects: a tool that is missing is a failure. */
export function runPart(part: Part, root: string): Promise<Outcome> {
  const [tool = '', ...args] = part.command;
  const path = join(root, 'node_modules/.bin') + delimiter + (process.env['PATH'] ?? '');
  const began = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const finish = (passed: boolean): void => {
      resolve({ part, passed, output, seconds: (performance.now() - began) / 1000 });
    };
    const child = spawn(tool, args, { cwd: root, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

/** Runs the parts `width` at a time, in order, and tells of each when it ends. */
export async function runParts(
  parts: readonly Part[],
  root: string,
  width: number,
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = parts.values();
  const lane = async (): Promise<void> => {
    for (const part of waiting) {
      const outcome = await runPart(part, root);
      outcomes.push(outcome);
      tell(outcome);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return outcomes;
}
