import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { toUlid } from '../lib/ids';
import { built } from './matrix/surfaces';
import { act, hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newGrant, newOrg, newRelay, newSubTeam, newUser } from './support/world';

// A relay that was shared with a member who may not see everything that flows through it.

async function sharedRelay() {
  const [owner, mallory] = [await newUser('Olga Owner'), await newUser('Mallory Member')];
  const org = await newOrg([
    [owner, 'owner'],
    [mallory, 'member'],
  ]);
  const relay = await newRelay(org, v7(), 'Carrier');
  await newGrant(org, { kind: 'relay', id: relay }, { user_id: mallory.id }, 'admin');
  return { owner, mallory, org, relay, path: `/relays/${toUlid(relay)}` };
}

/** Every action that changes a relay or sends through it, with what it is given. */
const actsOn = (relay: string) => {
  const id = toUlid(relay);
  return {
    editRelay: { relay: id, name: 'Taken', url: 'https://mallory.example.com/in' },
    setRelayPaused: { relay: id, paused: true },
    replaceRelaySecret: { relay: id },
    testRelay: { relay: id },
    resendDeliveries: { relay: id },
    deleteRelay: { relay: id },
    changeRelayWorkspaces: { relay: id, workspaces: 'all' },
  };
};

test('[S1] attack 7: the page of a shared relay holds nothing of a sub-team that its reader isn’t in', async () => {
  const { owner, mallory, org, relay, path } = await sharedRelay();
  const board = await newSubTeam(org, 'board', []);
  for (const [workspace, word] of [
    [org.id, 'words of main'],
    [board.id, 'words of board'],
  ])
    await admin.query(
      `INSERT INTO relay_receipt (org_id, relay_id, webhook_id, type, body, carried_for)
        VALUES ($1, $2, $3, 'message.received', $4, $5)`,
      [org.id, relay, v7(), JSON.stringify({ text: word }), workspace],
    );
  const pageFor = async (who: typeof mallory) =>
    (await send({ host: hostOf(org.slug), path, cookie: await cookieFor(who, org.slug) })).body;
  expect(await pageFor(owner)).toContain('words of board');
  const seen = await pageFor(mallory);
  expect(seen).toContain('words of main');
  expect(seen).not.toContain('words of board');
  expect(seen).not.toContain('Team board'); // nor is the sub-team named
});

test('[D2] attack 12: an admin of the relay that streams the audit log can’t take it over', async ({
  page,
  context,
}) => {
  const { mallory, org, relay, path } = await sharedRelay();
  await admin.query(
    `INSERT INTO relay_stream (org_id, id, relay_id, seq, created_by) VALUES ($1, $2, $3, 0, 'Olga Owner')`,
    [org.id, v7(), relay],
  );
  const rowOf = async () => (await admin.query('SELECT * FROM relay WHERE id = $1', [relay])).rows;
  const before = await rowOf();
  const ask = { host: hostOf(org.slug), path, cookie: await cookieFor(mallory, org.slug) };
  for (const [name, input] of Object.entries(actsOn(relay))) {
    const id = built.find(({ kind, exportName }) => kind === 'action' && exportName === name)?.path;
    const { result } = await act(id ?? '', input, ask);
    expect(result, name).toMatchObject({ ok: false, code: 'forbidden' });
  }
  expect(await rowOf()).toEqual(before);

  await signedInAs(context, mallory, org.slug);
  await page.goto(orgUrl(org.slug, path));
  await expect(page.getByText('Only members who can read the audit log can change it')).toBeVisible();
  for (const name of ['Send a test', 'More acts', 'Replace…', 'Remove…', 'Send all again'])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
});
