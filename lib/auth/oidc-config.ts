import { z } from 'zod';

/** What these names mean to next-auth already. */
const TAKEN = ['password', 'link', 'verify', 'reset', 'confirm'];

const provider = z.strictObject({
  /** In addresses: /api/auth/callback/<id>. */
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .refine((id) => !TAKEN.includes(id), 'is taken'),
  /** On the button: "Continue with <name>". */
  name: z.string().min(1).max(40),
  /** As its tokens say it; its settings are at <issuer>/.well-known/openid-configuration. */
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  /** Domains whose addresses it runs: only there does its word on who has an address count. */
  domains: z.array(z.string().toLowerCase()).default([]),
});

/** A provider that people may sign in with. */
export type OidcProvider = z.output<typeof provider>;

/** The setting OIDC_PROVIDERS: a JSON list. */
export const oidcProviders = z
  .string()
  .default('[]')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(provider))
  .refine(
    (all) =>
      new Set(all.map(({ id }) => id)).size === all.length &&
      new Set(all.map(({ issuer }) => issuer)).size === all.length,
    'each id and each issuer stands there once',
  )
  .refine(
    (all) =>
      all.every(
        ({ issuer }) => new URL(issuer).protocol === 'https:' || isLoopback(new URL(issuer).hostname),
      ),
    'an issuer is https, on this machine http',
  );

const isLoopback = (host: string) => host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
