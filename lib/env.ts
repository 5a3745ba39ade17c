import { z } from 'zod';

// Read once. The web process knows the app role's address alone; the migrator's never reaches it.
const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    APP_DATABASE_URL: z.string().startsWith('postgres'),
    /** The worker's alone: the web process has none. */
    WORKER_DATABASE_URL: z.string().startsWith('postgres').optional(),
    AUTH_SECRET: z.string().min(32),
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
  })
  .transform((e) => ({ ...e, ROOT_URL: new URL(e.ROOT_URL ?? `http://${e.ROOT_DOMAIN}:${e.PORT}`) }));

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
