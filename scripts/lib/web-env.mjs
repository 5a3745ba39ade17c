import { createHash } from 'node:crypto';

/** What may pass from the outside into the web process, when it is set. Everything else stays out. */
const PASSED = [
  'PATH',
  'HOME',
  'HOST',
  'SMTP_URL',
  'MAIL_FROM',
  'TRUSTED_PROXY',
  'DB_STATEMENT_NAMES',
  'DB_POOL_SIZE',
  'REDIS_URL',
  'RATE_LIMIT_STRANGERS_PER_MINUTE',
  'ROUTING_LOG',
  'NEXT_DIST_DIR',
  'LOG_LEVEL',
  'DNS_SERVERS',
  'DOMAIN_TARGET',
  'DOMAIN_IPS',
  'ALERT_WEBHOOK_URL',
  'OIDC_PROVIDERS',
  'RELAY_LOOPBACK',
];

/** Every name that the web process may see. The migrator's and the administrator's addresses are not among them. */
export const WEB_ENV_NAMES = new Set([
  ...PASSED,
  'NODE_ENV',
  'PORT',
  'ROOT_DOMAIN',
  'ROOT_URL',
  'APP_DATABASE_URL',
  'AUTH_DATABASE_URL',
  'AUTH_SECRET',
  'SECRETS_KEY',
  'NEXTAUTH_URL',
  'NEXTAUTH_SECRET',
  'MAILBOX_DIR',
  'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
  'NEXT_TELEMETRY_DISABLED',
  '__NEXT_PROCESSED_ENV',
]);

/** The key that Next encrypts the bound arguments of actions with: 32 bytes, base64, the same wherever the secret is. @param {string} authSecret */
export const actionKey = (authSecret) =>
  createHash('sha256').update(`server actions\0${authSecret}`).digest('base64');

/** Is this a root domain that only this machine's own browsers resolve? Demo data and the mailbox page stay on such. @param {string} domain */
export const isLocalDomain = (domain) => domain === 'localhost' || domain.endsWith('.localhost');

/**
 * The web process's whole environment, from an allow-list.
 * @param {Record<string, string | undefined>} outside the settings the launcher was given
 * @param {{ appUrl: string, authUrl?: string, authSecret: string, secretsKey: string, mode: 'production' | 'development',
 *   mailboxDir?: string }} own
 * @returns {Record<string, string>}
 */
export function webEnv(outside, { appUrl, authUrl, authSecret, secretsKey, mode, mailboxDir }) {
  const port = outside.PORT ?? '3000';
  const domain = outside.ROOT_DOMAIN ?? 'rowhouse.localhost';
  const rootUrl = outside.ROOT_URL ?? `http://${domain}:${port}`;
  /** @type {Record<string, string>} */
  const env = {};
  for (const name of PASSED) {
    const value = outside[name];
    if (value !== undefined) env[name] = value;
  }
  return {
    ...env,
    NODE_ENV: mode,
    PORT: port,
    ROOT_DOMAIN: domain,
    ROOT_URL: rootUrl,
    APP_DATABASE_URL: appUrl,
    ...(authUrl && { AUTH_DATABASE_URL: authUrl }),
    AUTH_SECRET: authSecret,
    SECRETS_KEY: secretsKey,
    NEXTAUTH_URL: rootUrl,
    NEXTAUTH_SECRET: authSecret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey(authSecret),
    NEXT_TELEMETRY_DISABLED: '1',
    // Next reads .env files itself unless told that it is done: they may hold the administrator's DATABASE_URL.
    __NEXT_PROCESSED_ENV: 'true',
    ...(mailboxDir && { MAILBOX_DIR: mailboxDir }),
  };
}
