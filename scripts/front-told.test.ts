import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { operatorsEar } from './lib/front/told.mjs';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const refusal = { status: 400, code: 'host_duplicate', message: 'This request names more than one host.' };
const request = {
  method: 'GET',
  url: '/reset/a-secret?token=another',
  headers: { host: 'acme.example' },
  socket: { remoteAddress: '192.0.2.7' },
} as never;

test('[R6][R7] a malformed request is one line for the operator, without what may be a secret', () => {
  const lines: string[] = [];
  operatorsEar((line: string) => lines.push(line) > 0)(refusal, request);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      at: '2001-09-09T01:46:40.000Z',
      level: 'warn',
      message: 'request malformed',
      reason: 'host_duplicate',
      method: 'GET',
      host: 'acme.example',
      path: '/reset',
      ip: '192.0.2.7',
    },
  ]);
});

test('[R6] a flood of them writes twenty lines a second, and how many more there were', () => {
  const lines: string[] = [];
  const tell = operatorsEar((line: string) => lines.push(line) > 0);
  for (let i = 0; i < 500; i++) tell(refusal, request);
  expect(lines).toHaveLength(20);
  vi.advanceTimersByTime(1000);
  tell(refusal, request);
  expect(JSON.parse(lines[20] ?? '')).toMatchObject({
    message: 'malformed requests, not listed',
    count: 480,
  });
  expect(lines).toHaveLength(22);
});
