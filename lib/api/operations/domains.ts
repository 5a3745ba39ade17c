import { z } from 'zod';
import { attempt } from '../../auth/limits';
import { addDomain, addDomainSchema } from '../../data/domain-add';
import { checkDomain, lookingAs } from '../../data/domain-check';
import { removeDomain } from '../../data/domain-remove';
import { DOMAINS as OF_THE_ORG } from '../../data/domains';
import { toUuid } from '../../data/picked';
import { toUlid } from '../../ids';
import { ID, orgOperation, pageOf, TIME } from '../operation';

const tag = 'Domains';
const params = z.strictObject({ domain: ID });
const state = z.string().meta({ description: 'pending, verified, live, failing or lapsed.' });

export const DOMAINS = [
  orgOperation({
    id: 'listDomains',
    method: 'GET',
    path: '/domains',
    tag,
    summary: 'List custom domains',
    permission: 'domain.read',
    answer: pageOf(
      z.strictObject({
        id: ID,
        host: z.string(),
        state,
        state_since: TIME,
        checked_at: TIME.nullable(),
        created_at: TIME,
      }),
    ),
    reads: () => [OF_THE_ORG],
    run: async ({ rows: [found] }) => ({
      data: found.map((row) => ({
        id: toUlid(row.id),
        host: row.host,
        state: row.state,
        state_since: row.state_since.toISOString(),
        checked_at: row.checked_at?.toISOString() ?? null,
        created_at: row.created_at.toISOString(),
      })),
      next: null,
    }),
  }),
  orgOperation({
    id: 'addDomain',
    method: 'POST',
    path: '/domains',
    tag,
    summary: 'Add a custom domain',
    about: 'A claim, which counts once its records are found. Those to set are on the page of domains.',
    permission: 'domain.add',
    status: 201,
    body: addDomainSchema,
    example: { host: 'members.example.com' },
    answer: z.strictObject({ id: ID, host: z.string() }),
    run: async ({ actor, request, body }) => {
      await attempt({ 'domain-add:org': actor.orgId });
      const { id } = await addDomain(actor, body, request);
      return { id: toUlid(id), host: body.host };
    },
  }),
  orgOperation({
    id: 'checkDomain',
    method: 'POST',
    path: '/domains/{domain}/check',
    tag,
    summary: 'Look a domain’s records up now',
    permission: 'domain.check',
    params,
    answer: z.strictObject({
      state,
      taken: z.boolean().meta({ description: 'Its proof is there, and another organization has the host.' }),
    }),
    run: async ({ actor, request, params: { domain } }) => {
      const id = toUuid(domain);
      await attempt({ 'domain-check:org': actor.orgId });
      const { state: now, taken } = await checkDomain(lookingAs(actor, request), id);
      return { state: now, taken };
    },
  }),
  orgOperation({
    id: 'removeDomain',
    method: 'DELETE',
    path: '/domains/{domain}',
    tag,
    summary: 'Remove a custom domain',
    permission: 'domain.remove',
    params,
    answer: null,
    run: async ({ actor, request, params: { domain } }) => {
      await removeDomain(actor, toUuid(domain), request);
    },
  }),
];
