import { expect, test } from '@playwright/test';
import { hostOf, send } from './support/http';
import { newOrgToken } from './support/tokens';
import { admin, cookieFor, newOrg, newSubTeam, newTeam, newUser } from './support/world';

test('[S5] attack 14: old links and API paths lead to the sub-team or team that had the slug, for those who are in it', async () => {
  const [owner, ann, bob] = [await newUser('Olga Owner'), await newUser('Ann In'), await newUser('Bob Out')];
  const org = await newOrg([
    [owner, 'owner'],
    [ann, 'member'],
    [bob, 'member'],
  ]);
  const { id } = await newSubTeam(org, 'west', [ann]);
  const team = await newTeam(org, 'crew', []);
  await admin.query(`UPDATE sub_team SET slug = 'east' WHERE id = $1`, [id]);
  await admin.query(`UPDATE team SET slug = 'staff' WHERE id = $1`, [team]);
  const get = async (who: typeof ann, path: string) => {
    const { status, headers } = await send({
      host: hostOf(org.slug),
      path,
      cookie: await cookieFor(who, org.slug),
    });
    return [status, headers.location];
  };
  expect(await get(ann, '/s/west/contacts?q=x')).toEqual([307, '/s/east/contacts?q=x']);
  expect(await get(ann, '/s/east/contacts')).toEqual([200, undefined]);
  expect(await get(bob, '/s/west/contacts')).toEqual([403, undefined]); // without the new slug
  expect(await get(owner, '/sub-teams/west')).toEqual([307, '/sub-teams/east']);
  expect(await get(ann, '/teams/crew')).toEqual([307, '/teams/staff']);

  const { token } = await newOrgToken(org, owner);
  const api = await send({
    host: hostOf(),
    path: '/api/v1/sub-teams/west/contacts',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(api.status).toBe(200);
});
