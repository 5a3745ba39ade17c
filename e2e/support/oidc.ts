import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { rootUrl, send } from './http';

/** Whom a provider knows, by subject. */
export type Claims = { email: string; email_verified: boolean; name?: string };

/** A certified OpenID Connect provider on this machine, in which whoever comes is signed in as `current`. */
export type TestProvider = {
  issuer: string;
  people: Map<string, Claims>;
  /** The subject that the next comer is; null refuses. */
  current: string | null;
  close(): Promise<void>;
};

const PORTS = (process.env.E2E_OIDC_PORTS ?? '').split(' ').map(Number);

/** Starts provider `one` or `two`, as the server under test has them configured. */
export async function startProvider(id: 'one' | 'two'): Promise<TestProvider> {
  const port = PORTS[id === 'one' ? 0 : 1];
  const issuer = `http://127.0.0.1:${port}`;
  const world: TestProvider = { issuer, people: new Map(), current: null, close: async () => {} };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'rowhouse',
        client_secret: 'a secret of the test',
        redirect_uris: [`${rootUrl.origin}/api/auth/callback/${id}`],
      },
    ],
    cookies: { keys: ['of the test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // One tells addresses at its userinfo endpoint, the other in the token.
    conformIdTokenClaims: id === 'one',
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...world.people.get(sub) }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    ctx.respond = false;
    const answer =
      world.current === null
        ? { error: 'access_denied' }
        : { login: { accountId: world.current, remember: false } };
    await provider.interactionFinished(ctx.req, ctx.res, answer);
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  world.close = () => new Promise((resolve) => server.close(() => resolve()));
  return world;
}

/** A browser's cookies, by host and port, as far as this walk needs them. */
export class Walk {
  readonly cookies = new Map<string, Map<string, string>>();

  /** One request, cookies kept. */
  async ask(url: URL, init: { method?: string; body?: string } = {}) {
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers: Record<string, string> = init.body
      ? { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin }
      : {};
    const path = url.pathname + url.search;
    const answer =
      url.host === rootUrl.host
        ? await send({ path, cookie, headers, ...init })
        : await fetch(url, { redirect: 'manual', headers: { cookie, ...headers } }).then(
            async (response) => ({
              status: response.status,
              headers: {
                location: response.headers.get('location') ?? undefined,
                'set-cookie': response.headers.getSetCookie(),
              },
              body: await response.text(),
            }),
          );
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!name) continue;
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  /** Presses the button of a provider: the address that the browser is sent to. */
  async begin(id: string): Promise<URL> {
    const csrf = JSON.parse((await this.ask(new URL('/api/auth/csrf', rootUrl))).body).csrfToken as string;
    const body = new URLSearchParams({
      csrfToken: csrf,
      callbackUrl: '/organizations',
      json: 'true',
    }).toString();
    const answer = await this.ask(new URL(`/api/auth/signin/${id}`, rootUrl), { method: 'POST', body });
    return new URL(JSON.parse(answer.body).url);
  }

  /** Follows redirects at the provider until it sends back. */
  async throughProvider(start: URL): Promise<URL> {
    let url = start;
    for (let i = 0; i < 10 && url.host !== rootUrl.host; i++) {
      const { headers } = await this.ask(url);
      url = new URL(headers.location ?? '', url);
    }
    return url;
  }

  /** Comes back to this address. @returns where that leads */
  async arrive(url: URL): Promise<URL> {
    let { headers } = await this.ask(url);
    let to = new URL(headers.location ?? '/', rootUrl);
    // next-auth leads its errors on to the sign-in page.
    while (to.pathname.startsWith('/api/auth/')) {
      ({ headers } = await this.ask(to));
      to = new URL(headers.location ?? '/', rootUrl);
    }
    return to;
  }

  /** The whole way. */
  async signIn(id: string): Promise<URL> {
    return this.arrive(await this.throughProvider(await this.begin(id)));
  }

  get signedIn(): boolean {
    return this.cookies.get(rootUrl.host)?.has('rowhouse') ?? false;
  }
}
