import { describe, expect, it } from '@jest/globals';
import { mergedCompose } from './compose-files.js';
import { projectFile } from './project-file.js';

interface Instruction {
  word: string;
  rest: string;
}

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
function readInstructions(text: string): Instruction[] {
  const lines = text.replaceAll(/^#.*\n/gm, '').replaceAll(/\\\n\s*/g, '').split('\n');
  return lines.filter((line) => line !== '').map((line) => {
    const [word = '', ...rest] = line.split(' ');
    return { word, rest: rest.join(' ') };
  });
}

function setup() {
  const instructions = readInstructions(projectFile('deploy/Dockerfile'));
  const starts = instructions.flatMap(({ word }, index) => (word === 'FROM' ? [index] : []));
  const stages = starts.map((start, index) => instructions.slice(start, starts[index + 1]));
  const runtime = stages.at(-1) ?? [];
  const inRuntime = (word: string): string[] => runtime.filter((one) => one.word === word).map(({ rest }) => rest);
  return { instructions, stages, inRuntime };
}

describe('the image', () => {
  it('is built in one stage, installed in another and put together in a third on Node 24', () => {
    const { instructions, stages } = setup();
    expect(stages.map(([from]) => from?.rest.split(' AS ')[1])).toEqual(['build', 'install', 'runtime']);
    expect(instructions[0]?.rest).toMatch(/^NODE_IMAGE=node:24-/);
  });

  it('installs without development and optional packages, after the patches are there', () => {
    const install = setup().stages[1]!.map(({ word, rest }) => `${word} ${rest}`);
    const npm = install.findIndex((line) => line.includes('npm ci --omit=dev --omit=optional'));
    expect(npm).toBeGreaterThan(install.indexOf('COPY patches patches'));
    expect(install.join()).not.toContain('--ignore-scripts');
  });

  it('runs as a user that is not root, given as a number', () => {
    expect(setup().inRuntime('USER')).toEqual(['1000:1000']);
  });

  it('hands signals to node: exec form, and SIGTERM', () => {
    const { inRuntime } = setup();
    expect(JSON.parse(inRuntime('CMD')[0] ?? '')).toEqual(['node', 'dist/services/orders/src/main.js']);
    expect(inRuntime('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  it('has a health check that is in the image and the same in the compose file', () => {
    const [check = ''] = setup().inRuntime('HEALTHCHECK');
    const command = JSON.parse(check.slice(check.indexOf('['))) as string[];
    expect(setup().inRuntime('COPY')).toContain(`${command[1]} deploy/`);
    expect(mergedCompose().services['orders']!.healthcheck?.test).toEqual(['CMD', ...command]);
  });

  it('limits the heap of V8 below the memory that the compose file grants', () => {
    const heap = Number(/--max-old-space-size=(\d+)/.exec(setup().inRuntime('ENV')[0] ?? '')?.[1]);
    const granted = Number.parseInt(mergedCompose().services['orders']!.deploy?.resources?.limits?.memory ?? '');
    expect(heap).toBeGreaterThan(64);
    expect(heap).toBeLessThan(granted * 0.75);
  });

  it('takes nothing from the sources that .dockerignore keeps back', () => {
    const sent = new Set([...projectFile('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path ?? ''));
    const copied = setup().instructions
      .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((path) => !sent.has(path))).toEqual([]);
    expect([...sent].filter((path) => !copied.includes(path))).toEqual([]);
  });
});

describe('the bake file', () => {
  it('builds the same Dockerfile for amd64 and arm64', () => {
    const bake = projectFile('deploy/docker-bake.hcl');
    expect(bake).toMatch(/platforms\s*=\s*\["linux\/amd64", "linux\/arm64"\]/);
    expect(bake).toMatch(/dockerfile\s*=\s*"deploy\/Dockerfile"/);
    expect(bake).toMatch(/group "default" \{\s*targets = \["pulse"\]/);
  });
});
