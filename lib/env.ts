import { isIP } from 'node:net';
import { z } from 'zod';
import { oidcProviders } from './auth/oidc-config';

// Read once. The web process knows the app role's address alone; the migrator's never reaches it.
const list = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter(Boolean);
const isNameServer = (text: string) =>
  isIP(text) > 0 || /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\]):\d{1,5}$/i.test(text);

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    APP_DATABASE_URL: z.string().startsWith('postgres'),
    /** The sign-in code's own role: the web process's alone. */
    AUTH_DATABASE_URL: z.string().startsWith('postgres').optional(),
    /** The worker's alone: the web process has none. */
    WORKER_DATABASE_URL: z.string().startsWith('postgres').optional(),
    AUTH_SECRET: z.string().min(32),
    /** Encrypts stored secrets. Several: the first seals, all open. */
    SECRETS_KEY: z
      .string()
      .transform(list)
      .refine(
        (keys) => keys.length > 0 && keys.every((key) => key.length >= 32),
        'at least 32 characters each, without spaces',
      ),
    /** Lets relays lead to this machine. For development and tests. */
    RELAY_LOOPBACK: z.enum(['on', 'off']).default('off'),
    PORT: z.coerce.number().int().default(3000),
    ROOT_DOMAIN: z.string().default('rowhouse.localhost'),
    ROOT_URL: z.url().optional(),
    SMTP_URL: z.string().optional(),
    MAIL_FROM: z.string().default('Rowhouse <no-reply@rowhouse.localhost>'),
    MAILBOX_DIR: z.string().optional(),
    DB_POOL_SIZE: z.coerce.number().int().min(1).default(10),
    DB_STATEMENT_NAMES: z.enum(['on', 'off']).default('on'),
    /** Off for measuring what it costs. */
    ROUTING_LOG: z.enum(['on', 'off']).default('on'),
    /** Whom to ask about custom domains; none: the machine's own name servers. */
    DNS_SERVERS: z
      .string()
      .optional()
      .transform(list)
      .refine((servers) => servers.every(isNameServer), 'IP addresses, with or without :port'),
    /** What a custom domain leads to: the name for its CNAME, and addresses for its A and AAAA records. */
    DOMAIN_TARGET: z.string().toLowerCase().optional(),
    DOMAIN_IPS: z
      .string()
      .optional()
      .transform(list)
      .refine((ips) => ips.every((ip) => isIP(ip) > 0), 'IP addresses'),
    ALERT_WEBHOOK_URL: z.url().optional(),
    /** Who people may sign in with besides, see docs/sign-in.md. */
    OIDC_PROVIDERS: oidcProviders,
  })
  .transform((e) => ({
    ...e,
    ROOT_URL: new URL(e.ROOT_URL ?? `http://${e.ROOT_DOMAIN}:${e.PORT}`),
    DOMAIN_TARGET: e.DOMAIN_TARGET ?? `domains.${e.ROOT_DOMAIN}`,
    DOMAIN_IPS: e.DOMAIN_IPS.length || !e.ROOT_DOMAIN.endsWith('.localhost') ? e.DOMAIN_IPS : ['127.0.0.1'],
  }));

export type Env = z.output<typeof schema>;

let read: Env | undefined;

/** The process's settings, checked. Throws with every wrong variable by name. */
export function env(): Env {
  if (read) return read;
  // An empty variable counts as absent: shells and compose files make them.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new Error(`Settings are not usable: ${wrong}. See .env.example.`);
  }
  read = parsed.data;
  return read;
}

/** True when cookies can be `__Host-`: the root address is https. */
export const secure = (): boolean => env().ROOT_URL.protocol === 'https:';
