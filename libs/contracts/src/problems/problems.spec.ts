import { describe, expect, it } from '@jest/globals';
import { isProblemCode, PROBLEMS, problemType, type ProblemCode } from './problems.js';

const codes = Object.keys(PROBLEMS) as ProblemCode[];

describe('the problem codes', () => {
  it.each(codes)('%s is a snake_case word with an error status and a text', (code) => {
    const { status, title, about } = PROBLEMS[code];
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).not.toMatch(/\.$/);
    expect(about).toMatch(/\.$/);
  });

  it.each(codes.filter((code) => [429, 503].includes(PROBLEMS[code].status)))('%s says when to come back', (code) => {
    expect(PROBLEMS[code].retryAfterSeconds).toBeGreaterThan(0);
  });

  it('have no two titles alike', () => {
    expect(new Set(codes.map((code) => PROBLEMS[code].title)).size).toBe(codes.length);
  });

  it('have a type that names the full path', () => {
    expect(problemType('order_not_found')).toBe('/docs/problems#order_not_found');
  });

  it('do not know what every object inherits', () => {
    expect(isProblemCode('internal')).toBe(true);
    expect(isProblemCode('toString')).toBe(false);
  });
});
