import { expect, test } from 'vitest';
import { refusalIn } from './refusal-in';

test('[L4] a refused action’s sentence is found in the error that Next makes of it', () => {
  const text = JSON.stringify({ code: 'rate_limited', message: 'Try again in 5 seconds.', retryAfter: 5 });
  expect(refusalIn(new Error(text))).toEqual({
    ok: false,
    code: 'rate_limited',
    message: 'Try again in 5 seconds.',
  });
});

test('any other failure is none', () => {
  for (const thrown of [
    new Error('An unexpected response was received from the server.'),
    new Error('{"code":'),
    new Error('{"code":1,"message":2}'),
    '{"code":"rate_limited","message":"x"}',
    undefined,
  ])
    expect(refusalIn(thrown)).toBeNull();
});
