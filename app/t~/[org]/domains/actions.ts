'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { attempt } from '@/lib/auth/limits';
import { addDomain, addDomainSchema } from '@/lib/data/domain-add';
import { checkDomain, lookingAs } from '@/lib/data/domain-check';
import { makePrimary, makeSubdomainPrimary } from '@/lib/data/domain-primary';
import { removeDomain } from '@/lib/data/domain-remove';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { AppError } from '@/lib/errors';
import { orgHostLabel } from '@/lib/tenancy/urls';
import { checkedMessage } from './checked-message';

const oneDomain = z.strictObject({ domain: ONE_ID });

/** Claims a host and looks at once what is set already. */
export const addCustomDomain = orgAction('domain.add', addDomainSchema, async ({ actor, input, request }) => {
  await attempt({ 'domain-add:org': actor.orgId });
  const { id } = await addDomain(actor, input, request);
  await checkDomain(lookingAs(actor, request), id);
  refresh();
});

/** Looks a domain up now. */
export const checkCustomDomain = orgAction('domain.check', oneDomain, async ({ actor, input, request }) => {
  const id = toUuid(input.domain);
  await attempt({ 'domain-check:org': actor.orgId });
  const { state, taken } = await checkDomain(lookingAs(actor, request), id);
  refresh();
  if (taken) throw new AppError('host_taken');
  return { message: checkedMessage(state) };
});

/** Makes a custom domain the one that links lead to. */
export const makeDomainPrimary = orgAction(
  'domain.set_primary',
  oneDomain,
  async ({ actor, input, request }) => {
    const { host } = await makePrimary(actor, toUuid(input.domain), request);
    refresh();
    return { message: `Links lead to ${orgHostLabel(host)} now` };
  },
);

/** Makes the subdomain the one that links lead to again. */
export const makeAddressPrimary = orgAction(
  'domain.set_primary',
  z.strictObject({}),
  async ({ actor, request }) => {
    await makeSubdomainPrimary(actor, request);
    refresh();
    return { message: `Links lead to ${orgHostLabel(actor.org.slug)} now` };
  },
);

/** Lets a custom domain go. */
export const removeCustomDomain = orgAction('domain.remove', oneDomain, async ({ actor, input, request }) => {
  const { host } = await removeDomain(actor, toUuid(input.domain), request);
  refresh();
  return { message: `${host} was removed` };
});
