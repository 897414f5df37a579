import { expect, test } from '@jest/globals';
import { isConnectionError, sqlState } from './errors.js';

const coded = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code });

const SERVER_CODES = ['08006', '57P01', '57P02', '57P03', '53300', '53100'];
const DRIVER_CODES = ['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT'];

test.each([...SERVER_CODES, ...DRIVER_CODES])('%s is a connection error, wrapped as well', (code) => {
  expect(isConnectionError(coded(code))).toBe(true);
  expect(isConnectionError(new Error('query failed', { cause: coded(code) }))).toBe(true);
  expect(isConnectionError(new AggregateError([coded(code)]))).toBe(true);
});

test.each([coded('23505'), coded('57014'), coded('ERR_INVALID_ARG_TYPE'), new Error('plain'), 'text', undefined])(
  '%s is none',
  (error) => expect(isConnectionError(error)).toBe(false),
);

test('a code of the operating system is no SQLSTATE', () => {
  expect(sqlState(coded('EPIPE'))).toBeUndefined();
  expect(sqlState(coded('22P05'))).toBe('22P05');
});
