import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

function setup(isTTY: boolean) {
  let written = '';
  let time = 0;
  const output = { isTTY, columns: 80, write: (text: string) => (written += text) };
  const progress = new Progress('Orders', 200, output, () => time);
  const show = (done: number, seconds: number): void => {
    time = seconds * 1_000;
    progress.show({ done, about: `${done} of 200` });
  };
  return { progress, show, written: () => written };
}

describe('progress', () => {
  it('is a bar that is drawn anew on a terminal, and never wider than it', () => {
    const { progress, show, written } = setup(true);
    show(0, 0);
    show(100, 2);
    expect(written().split('\r\x1b[2K').at(-1)).toBe(
      'Orders      ████████████░░░░░░░░░░░░  50 %  100 of 200 · 50/s, 2 s left',
    );
    progress.end('200');
    expect(written().endsWith('\r\x1b[2KOrders      200 (2.0 s)\n')).toBe(true);
  });

  it('is a line every tenth of the way elsewhere', () => {
    const { show, written } = setup(false);
    for (let done = 0; done <= 200; done += 1) show(done, done / 100);
    expect(written().split('\n').filter(Boolean)).toHaveLength(10);
    expect(written()).toContain('Orders       50 %  100 of 200 · 100/s, 1 s left\n');
  });
});
