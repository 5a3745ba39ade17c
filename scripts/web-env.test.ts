import { expect, test } from 'vitest';
import { actionKey, WEB_ENV_NAMES, webEnv } from './lib/web-env.mjs';
import { workerEnv } from './lib/worker.mjs';

const own = {
  appUrl: 'postgresql://rowhouse_app:a@127.0.0.1/rowhouse',
  authSecret: 's'.repeat(43),
  secretsKey: 'k'.repeat(43),
  mode: 'production' as const,
};
const outside = {
  PATH: '/usr/bin',
  HOME: '/home/ann',
  PORT: '4000',
  SMTP_URL: 'smtp://mail.example',
  DATABASE_URL: 'postgresql://postgres:root@127.0.0.1/rowhouse',
  MIGRATOR_DATABASE_URL: 'postgresql://rowhouse_migrator:m@127.0.0.1/rowhouse',
  WORKER_DATABASE_URL: 'postgresql://rowhouse_worker:w@127.0.0.1/rowhouse',
  SEED_DATABASE_URL: 'postgresql://rowhouse_migrator:m@127.0.0.1/rowhouse',
  PGPASSWORD: 'root',
  AWS_SECRET_ACCESS_KEY: 'x',
  NODE_OPTIONS: '--inspect',
  npm_config_registry: 'x',
};

test("[I1] the web process gets the app role's address and no other role's", () => {
  const env = webEnv(outside, own);
  expect(env.APP_DATABASE_URL).toBe(own.appUrl);
  expect(JSON.stringify(env)).not.toMatch(/postgres:root|rowhouse_migrator|rowhouse_worker|inspect|AWS/);
});

test('[I1] every name in it is on the allow-list', () => {
  const everything = Object.fromEntries(
    [...WEB_ENV_NAMES, ...Object.keys(outside)].map((name) => [name, 'x']),
  );
  const env = webEnv(
    { ...everything, PORT: '4000', ROOT_URL: 'http://x.example' },
    { ...own, mailboxDir: '/tmp/mail' },
  );
  expect(Object.keys(env).filter((name) => !WEB_ENV_NAMES.has(name))).toEqual([]);
  expect([...WEB_ENV_NAMES].filter((name) => /DATABASE|PG/.test(name))).toEqual([
    'APP_DATABASE_URL',
    'AUTH_DATABASE_URL',
  ]);
});

test('[I1] the worker gets what the web process gets, and the address of the queue', () => {
  const env = webEnv(outside, own);
  expect(workerEnv(env, outside.WORKER_DATABASE_URL)).toEqual({
    ...env,
    WORKER_DATABASE_URL: outside.WORKER_DATABASE_URL,
  });
});

test('the address of the root follows domain and port unless it is given', () => {
  expect(webEnv({}, own)).toMatchObject({
    PORT: '3000',
    ROOT_URL: 'http://rowhouse.localhost:3000',
    NEXTAUTH_URL: 'http://rowhouse.localhost:3000',
  });
  expect(webEnv({ ROOT_DOMAIN: 'example.test', PORT: '80' }, own).ROOT_URL).toBe('http://example.test:80');
  expect(webEnv({ ROOT_URL: 'https://console.example' }, own).NEXTAUTH_URL).toBe('https://console.example');
});

test('there is a mailbox only where one was asked for', () => {
  expect(webEnv({ MAILBOX_DIR: '/tmp/x' }, own)).not.toHaveProperty('MAILBOX_DIR');
  expect(webEnv({}, { ...own, mailboxDir: '/tmp/x' }).MAILBOX_DIR).toBe('/tmp/x');
});

test('the key of bound action arguments is 32 bytes that follow from the secret', () => {
  expect(Buffer.from(actionKey('a'), 'base64')).toHaveLength(32);
  expect(actionKey('a')).toBe(actionKey('a'));
  expect(actionKey('a')).not.toBe(actionKey('b'));
});
