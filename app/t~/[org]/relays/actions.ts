'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { attempt } from '@/lib/auth/limits';
import { resendDead, sendTest } from '@/lib/data/deliveries';
import { granteeFrom, nextFrom, shareFields, unshareFields } from '@/lib/data/grantee';
import { share, unshare } from '@/lib/data/grants';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import {
  changeRelay,
  changeRelaySchema,
  createRelay,
  createRelaySchema,
  pauseRelay,
  removeRelay,
  rotateRelaySecret,
} from '@/lib/data/relay-changes';
import { changeRelayReach, relayReachSchema } from '@/lib/data/relay-reach';
import { toUlid } from '@/lib/ids';

const oneRelay = z.strictObject({ relay: ONE_ID });
/** Who has a grant on the relay may come in, as far as it goes. */
const RELAY = { kind: 'relay', field: 'relay' } as const;

/** Makes a relay. Its secret is in this answer and in no other. */
export const addRelay = orgAction('relay.create', createRelaySchema, async ({ actor, input, request }) => {
  const { id, secret } = await createRelay(actor, input, request);
  return { data: { relay: toUlid(id), secret } };
});

/** Changes a relay's name and address. */
export const editRelay = orgAction(
  'relay.change',
  changeRelaySchema.extend({ relay: ONE_ID }),
  async ({ actor, input: { relay, ...input }, request }) => {
    await changeRelay(actor, toUuid(relay), input, request);
    refresh();
  },
  RELAY,
);

/** Pauses a relay, or lets it go on. */
export const setRelayPaused = orgAction(
  'relay.change',
  oneRelay.extend({ paused: z.boolean() }),
  async ({ actor, input, request }) => {
    await pauseRelay(actor, toUuid(input.relay), input.paused, request);
    refresh();
    return { message: input.paused ? 'Paused. Events wait until it is resumed' : 'Resumed' };
  },
  RELAY,
);

/** Replaces a relay's secret. The new one is returned only once. */
export const replaceRelaySecret = orgAction(
  'relay.rotate',
  oneRelay,
  async ({ actor, input, request }) => {
    const { secret } = await rotateRelaySecret(actor, toUuid(input.relay), request);
    return { data: { secret } };
  },
  RELAY,
);

/** Sends a test event through a relay. */
export const testRelay = orgAction(
  'relay.test',
  oneRelay,
  async ({ actor, input, request }) => {
    await attempt({ 'relay-test:org': actor.orgId });
    await sendTest(actor, toUuid(input.relay), request);
    refresh();
    return { message: 'A test is on its way' };
  },
  RELAY,
);

/** Sends one dead delivery again, or all of a relay. */
export const resendDeliveries = orgAction(
  'relay.resend',
  oneRelay.extend({ delivery: ONE_ID.optional() }),
  async ({ actor, input, request }) => {
    const id = input.delivery === undefined ? {} : { id: toUuid(input.delivery) };
    const count = await resendDead(actor, { relayId: toUuid(input.relay), ...id }, request);
    refresh();
    return { message: count === 1 ? 'It is sent again' : `${count.toLocaleString('en')} are sent again` };
  },
  RELAY,
);

/** Removes a relay with its log. */
export const deleteRelay = orgAction(
  'relay.remove',
  oneRelay,
  async ({ actor, input, request }) => {
    const { name } = await removeRelay(actor, toUuid(input.relay), request);
    return { message: `${name} was removed` };
  },
  RELAY,
);

/** Changes which workspaces a relay carries messages of. */
export const changeRelayWorkspaces = orgAction(
  'relay.change',
  relayReachSchema,
  async ({ actor, input: { relay, workspaces }, request }) => {
    const reach = workspaces === 'all' ? 'all' : workspaces.map(toUuid);
    await changeRelayReach(actor, toUuid(relay), reach, request);
    refresh();
  },
);

/** Shares a relay with a member or a team, or changes what they may. */
export const shareRelay = orgAction(
  'relay.share',
  oneRelay.extend(shareFields),
  async ({ input: { relay, to, role, next }, ...by }) => {
    const target = { kind: 'relay', id: toUuid(relay) } as const;
    await share(by, target, granteeFrom(to), role, nextFrom(next));
    refresh();
  },
  RELAY,
);

/** Takes a member's or a team's access to a relay back. */
export const unshareRelay = orgAction(
  'relay.share',
  oneRelay.extend(unshareFields),
  async ({ input: { relay, from, next }, ...by }) => {
    await unshare(by, { kind: 'relay', id: toUuid(relay) }, granteeFrom(from), nextFrom(next));
    refresh();
  },
  RELAY,
);
