import { expect, test } from 'vitest';
import type { Settled } from './lib/front/front-server.mjs';
import { toOneHandler } from './lib/front/one-handler.mjs';

const led = (url: string) => {
  const req = { url, headers: {} as Record<string, string> };
  toOneHandler(req as unknown as Settled);
  return [req.url, req.headers['x-rowhouse-asked']];
};

test.each([
  ['/api/v1/members', '/api/v1/members'],
  ['/api/v1/members?limit=2&q=a%2Fb', '/api/v1/members?limit=2&q=a%2Fb'],
  ['/api/v1/', '/api/v1/'],
  ['/api/v1/openapi.json/x', '/api/v1/openapi.json/x'],
])('[R7] an operation is led to its handler, which hears what was asked for: %s', (url, asked) => {
  expect(led(url)).toEqual(['/api/v1', asked]);
});

test.each([
  '/',
  '/api/v1',
  '/api/v1?x',
  '/api/v1/openapi.json',
  '/api/v1/openapi.json?x',
  '/api/v10/members',
  '/api/health',
  '/members/api/v1/members',
])('[R7] everything else is left as it is: %s', (url) => {
  expect(led(url)).toEqual([url, undefined]);
});
