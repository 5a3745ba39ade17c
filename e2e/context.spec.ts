import { expect, test } from '@playwright/test';
import { fromUlid, toUlid } from '../lib/ids';
import { hostOf, send } from './support/http';
import { cookieFor, newOrg, newUser } from './support/world';

// Which organization an API request is for: route, then header, then nothing. Asked by a member of A and not of B.

const user = newUser('Context Caller');
const a = user.then((u) => newOrg([[u, 'admin']], 'Context A'));
const b = newUser('Somebody Else').then((u) => newOrg([[u, 'owner']], 'Context B'));
const path = '/api/v1/context';
const header = (value: string) => ({ 'x-rowhouse-organization': value });
const codeOf = (body: string): string => JSON.parse(body).code;

test('[R1] the route decides; without one the header does', async () => {
  const [me, org] = [await user, await a];
  const byRoute = await send({ host: hostOf(org.slug), path, cookie: await cookieFor(me, org.slug) });
  expect(byRoute.status).toBe(200);
  expect(fromUlid(JSON.parse(byRoute.body).organization.id)).toBe(org.id);
  const byHeader = await send({ path, cookie: await cookieFor(me), headers: header(toUlid(org.id)) });
  expect(byHeader.status).toBe(200);
  expect(JSON.parse(byHeader.body)).toEqual(JSON.parse(byRoute.body));
});

test('[R1][R4] a header that disagrees with the route loses', async () => {
  const [me, org, other] = [await user, await a, await b];
  const answer = await send({
    host: hostOf(org.slug),
    path,
    cookie: await cookieFor(me, org.slug),
    headers: header(toUlid(other.id)),
  });
  expect(fromUlid(JSON.parse(answer.body).organization.id)).toBe(org.id);
  const lost = await send({
    host: hostOf(other.slug),
    path,
    cookie: await cookieFor(me, other.slug),
    headers: header(toUlid(org.id)),
  });
  expect(lost.status).toBe(403);
  expect(codeOf(lost.body)).toBe('tenant_forbidden');
});

test('[R2] without an organization the request is refused before anything else, signed in or not', async () => {
  for (const cookie of [undefined, await cookieFor(await user)]) {
    const answer = await send({ path, cookie });
    expect(answer.status).toBe(400);
    expect(codeOf(answer.body)).toBe('organization_required');
  }
});

test('[R4] a query parameter or a body names no organization', async () => {
  const [me, org] = [await user, await a];
  const ulid = toUlid(org.id);
  const answer = await send({
    path: `${path}?organization=${ulid}&org_id=${org.id}&orgId=${org.id}&org=${org.slug}`,
    cookie: await cookieFor(me),
  });
  expect(codeOf(answer.body)).toBe('organization_required');
});

test("[R3][T5] somebody else's organization, one that never was and nonsense answer the same, byte for byte", async () => {
  const [me, other] = [await user, await b];
  const cookie = await cookieFor(me);
  const answers = await Promise.all(
    [toUlid(other.id), '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'nonsense', '', other.slug, other.id].map((value) =>
      send({ path, cookie, headers: header(value) }),
    ),
  );
  for (const answer of answers) {
    expect(answer.status).toBe(403);
    expect(codeOf(answer.body)).toBe('tenant_forbidden');
    expect(answer.body).toBe(answers[0]?.body);
  }
});

test('[R3] on hosts too: a foreign organization is 403 and says nothing of itself', async () => {
  const [me, other] = [await user, await b];
  const answer = await send({ host: hostOf(other.slug), path, cookie: await cookieFor(me, other.slug) });
  expect(answer.status).toBe(403);
  expect(answer.body.includes('Context B'), 'leaks').toBe(false);
});

test('[R5][K2] a cookie is good on the host it was made for, and nowhere else', async () => {
  const [me, org] = [await user, await a];
  const elsewhere = await send({ host: hostOf(org.slug), path, cookie: await cookieFor(me) });
  expect(elsewhere.status).toBe(401);
  const stolen = await send({ path, cookie: await cookieFor(me, org.slug), headers: header(toUlid(org.id)) });
  expect(stolen.status).toBe(401);
});
