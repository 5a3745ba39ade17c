import { expect, test } from 'vitest';
import { createClient } from './client';

/** A client whose requests go nowhere: what they were, and the one answer to all of them. */
function asking(answer: () => Response, organization?: string) {
  const sent: Request[] = [];
  const client = createClient({
    baseUrl: 'https://acme.rowhouse.example',
    token: 'rwh_usr_x',
    ...(organization && { organization }),
    fetch: async (request) => {
      sent.push(request);
      return answer();
    },
  });
  return { client, sent };
}

test('[K4] the client asks by path, token and organization, and answers with data', async () => {
  const { client, sent } = asking(() => Response.json({ data: [], next: null }), 'ULID');
  const { data, error } = await client.GET('/sub-teams/{subTeam}/contacts', {
    params: { path: { subTeam: 'main' }, query: { q: 'Ann' } },
  });
  expect([data, error]).toEqual([{ data: [], next: null }, undefined]);
  expect(sent[0]?.url).toBe('https://acme.rowhouse.example/api/v1/sub-teams/main/contacts?q=Ann');
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer rwh_usr_x');
  expect(sent[0]?.headers.get('x-rowhouse-organization')).toBe('ULID');
});

test('[K4] a refusal is an error with its code, and a write that has nothing to say is no error', async () => {
  const problem = { type: 'about:blank', title: 'Forbidden', status: 403, code: 'forbidden', detail: 'No.' };
  const { client } = asking(() =>
    Response.json(problem, { status: 403, headers: { 'content-type': 'application/problem+json' } }),
  );
  expect((await client.GET('/members')).error?.code).toBe('forbidden');
  const { client: other, sent } = asking(() => new Response(null, { status: 204 }));
  const share = await other.PUT('/relays/{id}/grants/members/{member}', {
    params: { path: { id: 'R', member: 'M' }, query: { next: 'org' }, header: { 'Idempotency-Key': 'K' } },
    body: { role: 'editor' },
  });
  expect([share.error, share.response.status]).toEqual([undefined, 204]);
  expect(sent[0]?.url).toContain('/relays/R/grants/members/M?next=org');
  expect(sent[0]?.headers.get('idempotency-key')).toBe('K');
  expect(await sent[0]?.json()).toEqual({ role: 'editor' });
});

test('[K4] what the document hasn’t the compiler refuses', () => {
  const { client } = asking(() => Response.json({}));
  // Never called: the types are what is tested, by `npm test -- types`.
  const wrong = () => [
    // @ts-expect-error there is no such path
    client.GET('/contacts'),
    // @ts-expect-error it can't be deleted
    client.DELETE('/organization'),
    client.PUT('/relays/{id}/grants/members/{member}', {
      params: { path: { id: '', member: '' } },
      // @ts-expect-error no role that there is
      body: { role: 'god' },
    }),
    // @ts-expect-error without the relay
    client.GET('/relays/{id}/grants'),
  ];
  expect(wrong).toBeTypeOf('function');
});
