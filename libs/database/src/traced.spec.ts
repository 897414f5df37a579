import { expect, test } from '@jest/globals';
import { register } from 'prom-client';
import { traced } from './traced.js';

test('counts an operation under its name and how it ended, and passes result and error on', async () => {
  const failure = Object.assign(new Error('no lock'), { code: '55P03' });
  await expect(traced('insert note', async () => 7)).resolves.toBe(7);
  await expect(traced('insert note', () => Promise.reject(failure))).rejects.toBe(failure);

  const text = await register.getSingleMetricAsString('db_query_duration_seconds');
  expect(text).toContain('db_query_duration_seconds_count{query="insert note",result="ok"} 1');
  expect(text).toContain('db_query_duration_seconds_count{query="insert note",result="55P03"} 1');
});
