import { expect, test } from '@playwright/test';
import { hostOf, rootUrl, send, sendRaw } from './support/http';
import { cookieFor, newOrg, newUser } from './support/world';

// What a request may claim about where it goes. Everything by hand: no client library would send most of it.

const owner = newUser('Hosts Owner');
const org = owner.then((user) => newOrg([[user, 'owner']], 'Canary Hosts'));
const mine = async () => ({
  host: hostOf((await org).slug),
  cookie: await cookieFor(await owner, (await org).slug),
});
const CANARY = 'Canary Hosts';

test('[R7] the owner gets in by the right host, so that the refusals below mean something', async () => {
  const page = await send({ ...(await mine()), path: '/' });
  expect(page.status).toBe(200);
  expect(page.body.includes(CANARY), 'shows its own name').toBe(true);
});

test('[R7] a malformed or unknown host gets a clear 4xx and nothing of any organization', async () => {
  const { cookie } = await mine();
  const slug = (await org).slug;
  const hosts = [
    `${slug}.${rootUrl.hostname}:99999`,
    `${slug}.${rootUrl.hostname}:3000:3000`,
    `${slug}.${rootUrl.hostname}:abc`,
    `a.${slug}.${rootUrl.hostname}`,
    `${slug}..${rootUrl.hostname}`,
    `.${slug}.${rootUrl.hostname}`,
    `-${slug}.${rootUrl.hostname}`,
    `${slug}%2e${rootUrl.hostname}`,
    `${slug}@${rootUrl.hostname}`,
    `${slug},${rootUrl.hostname}`,
    `${slug}/.${rootUrl.hostname}`,
    `${slug}\\.${rootUrl.hostname}`,
    `xn--80ak6aa92e.${rootUrl.hostname}`,
    'xn--80ak6aa92e.com',
    slug,
    '10.0.0.1',
    '[::1]',
    '0x7f.1',
    '2130706433',
    'evil.example',
    `${slug}.evil.example`,
    `${'a'.repeat(64)}.${rootUrl.hostname}`,
    `${'a.'.repeat(200)}example`,
    'localhost',
    '127.0.0.1',
    `${slug}.${rootUrl.hostname}.evil.example`,
  ];
  for (const host of hosts) {
    const page = await send({ host, path: '/members', cookie });
    expect(page.status, host).toBeGreaterThanOrEqual(400);
    expect(page.status, host).toBeLessThan(500);
    expect(page.body.includes(CANARY), host).toBe(false);
  }
});

test('[R7] spelling that means the same host reaches the same organization', async () => {
  const { cookie } = await mine();
  const slug = (await org).slug;
  for (const host of [
    `${slug}.${rootUrl.hostname}`,
    `${slug.toUpperCase()}.${rootUrl.hostname.toUpperCase()}:${rootUrl.port}`,
    `${slug}.${rootUrl.hostname}.:${rootUrl.port}`,
  ]) {
    const page = await send({ host, path: '/', cookie });
    expect(page.status, host).toBe(200);
    expect(page.body.includes(CANARY), host).toBe(true);
  }
});

test('[R7] two Host or two X-Forwarded-Host headers, and none at all, are refused', async () => {
  const slug = (await org).slug;
  const line = (...headers: string[]) =>
    `GET / HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`;
  const root = `Host: ${hostOf()}`;
  for (const request of [
    line(root, `Host: ${hostOf(slug)}`),
    line(root, `X-Forwarded-Host: ${hostOf(slug)}`, 'X-Forwarded-Host: evil.example'),
    line('Accept: text/html'),
    'GET / HTTP/1.0\r\n\r\n',
  ]) {
    const answer = await sendRaw(request);
    expect(answer.split('\r\n')[0], request).toMatch(/ 4\d\d /);
    expect(answer.includes(CANARY), 'leaks').toBe(false);
  }
});

test('[R4][R7] what a client says about forwarding or about our own headers is not believed', async () => {
  const { cookie } = await mine();
  const { slug, id } = await org;
  const claims: Record<string, string>[] = [
    { 'x-forwarded-host': hostOf(slug) },
    { forwarded: `host=${hostOf(slug)}` },
    { 'x-rowhouse-host': slug },
    { 'x-rowhouse-host': slug, 'x-rowhouse-seal': `${Date.now()}.AAAA` },
    { 'x-rowhouse-org': id, 'x-org-id': id, 'x-org-slug': slug },
    { 'x-middleware-rewrite': `/t~/${slug}` },
    { 'x-middleware-request-x-rowhouse-host': slug },
    { 'x-middleware-override-headers': 'x-rowhouse-host', 'x-middleware-request-x-rowhouse-host': slug },
    { 'x-matched-path': `/t~/[org]`, 'x-now-route-matches': `1=${slug}` },
    { 'x-action-forwarded': '1', 'x-rowhouse-host': slug },
    { 'x-rowhouse-asked': '/members', 'x-rowhouse-path': '/api/v1/context' },
    { 'next-resume': '1' },
    { 'x-nextjs-data': '1' },
  ];
  const hosts = [hostOf(), 'localhost', `evil.example:${rootUrl.port}`];
  for (const host of hosts)
    for (const headers of claims)
      for (const path of ['/', '/members', '/api/v1/context', '/zzz']) {
        const page = await send({ host, path, headers, cookie });
        expect(page.status, `${host} ${path} ${JSON.stringify(headers)}`).toBeLessThan(500);
        expect(page.body.includes(CANARY), 'leaks').toBe(false);
      }
});

test('[R4] no spelling of x-middleware-subrequest changes an answer', async () => {
  const { slug } = await org;
  const outsider = await newUser('Sub Request');
  const cookie = await cookieFor(outsider, slug);
  const names = ['middleware', 'src/middleware', 'proxy', 'src/proxy'];
  const values = names.flatMap((name) =>
    Array.from({ length: 10 }, (_, depth) =>
      Array(depth + 1)
        .fill(name)
        .join(':'),
    ),
  );
  for (const value of values) {
    const page = await send({
      host: hostOf(slug),
      path: '/',
      cookie,
      headers: { 'x-middleware-subrequest': value },
    });
    expect(page.status, value).toBe(403);
    expect(page.body.includes(CANARY), 'leaks').toBe(false);
  }
});

test('[R4] the internal path of an organization answers 404 on every host, however it is spelt', async () => {
  const { cookie, host } = await mine();
  const { slug } = await org;
  const inner = `t~/${slug}/members`;
  const spellings = [
    `/${inner}`,
    `/${inner}?_rsc=abc`,
    `/${inner}.rsc`,
    `/${inner}.txt`,
    `/${inner}.segments/_tree.segment.rsc`,
    `//${inner}`,
    `/./${inner}`,
    `/x/../${inner}`,
    `/t%7e/${slug}/members`,
    `/t%7E/${slug}/members`,
    `/%74~/${slug}/members`,
    `/%74%7e/${slug}/members`,
    `/%2574~/${slug}/members`,
    `/t%257e/${slug}/members`,
    `/T~/${slug}/members`,
    `/\\${inner}`,
    `/%5c${inner}`,
    `/%2f${inner}`,
    `/t~%2f${slug}/members`,
    `/t~/[org]/members`,
    `/t~/%5Borg%5D/members`,
    `/${inner}/`,
  ];
  const hosts = [hostOf(), host, hostOf('globex'), 'localhost', `evil.example:${rootUrl.port}`];
  for (const at of hosts)
    for (const path of spellings) {
      const jar = at === hostOf() ? await cookieFor(await owner) : cookie;
      let page = await send({ host: at, path, cookie: jar });
      // A trailing or a double slash may be answered by a redirect to the plain spelling: that must be a 404 then.
      if (page.status === 308)
        page = await send({
          host: at,
          path: new URL(page.headers.location ?? '', rootUrl).pathname,
          cookie: jar,
        });
      expect([400, 404], `${at} ${path} ${page.status}`).toContain(page.status);
      expect(page.body.includes(CANARY), 'leaks').toBe(false);
    }
});

test('[R2] a thousand unknown hosts lead to no organization', async () => {
  test.setTimeout(120_000);
  const { cookie } = await mine();
  for (let i = 0; i < 1000; i++) {
    const name = Math.random()
      .toString(36)
      .slice(2, 4 + (i % 9));
    const host = i % 2 ? hostOf(`${name}-${i}x`) : `${name}${i}.example:${rootUrl.port}`;
    const page = await send({ host, path: i % 10 ? '/auth/start' : '/members', cookie });
    expect(page.status, host).toBe(404);
    expect(page.body.includes(CANARY), 'leaks').toBe(false);
  }
});

test('[R7] smuggled lengths, upgrades and absolute forms are refused or stay on their host', async () => {
  const { slug } = await org;
  const head = `Host: ${hostOf()}\r\n`;
  const smuggled = [
    `POST / HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST / HTTP/1.1\r\n${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    `POST / HTTP/1.1\r\n${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    `POST / HTTP/1.1\r\n${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost : ${hostOf()}\r\n\r\n`,
  ];
  for (const request of smuggled) expect(await sendRaw(request), request).toMatch(/^HTTP\/1\.1 4\d\d /);
  const upgrade = await sendRaw(
    `GET http://${hostOf(slug)}/ HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  expect(upgrade).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  const absolute = await sendRaw(`GET http://${hostOf(slug)}/ HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
  expect(absolute.includes(CANARY), 'leaks').toBe(false);
});
