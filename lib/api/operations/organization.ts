import { z } from 'zod';
import { ROLES } from '../../access/permissions';
import { updateOrg, updateOrgSchema } from '../../data/org-settings';
import { toUlid } from '../../ids';
import { ID, orgOperation } from '../operation';

const organization = z.strictObject({ id: ID, slug: z.string(), name: z.string(), color: z.string() });
const tag = 'Organization';

export const ORGANIZATION = [
  orgOperation({
    id: 'getContext',
    method: 'GET',
    path: '/context',
    tag,
    summary: 'Who asks, and for which organization',
    about: 'What every other request would be judged by: the first thing to try with a new token.',
    permission: 'org.read',
    answer: z.strictObject({
      organization: organization.omit({ color: true }),
      actor: z.strictObject({
        kind: z.enum(['user', 'token']),
        id: ID,
        email: z.string().meta({ description: 'The person’s, or of whoever made the token.' }),
        role: z.enum(ROLES),
        scopes: z.array(z.string()).optional().meta({ description: 'Of a token.' }),
      }),
    }),
    run: async ({ actor }) => ({
      organization: { id: toUlid(actor.orgId), slug: actor.org.slug, name: actor.org.name },
      actor: {
        kind: actor.kind,
        id: toUlid(actor.kind === 'token' ? actor.token.id : actor.userId),
        email: actor.email,
        role: actor.role,
        ...(actor.kind === 'token' && { scopes: [...actor.token.scopes] }),
      },
    }),
  }),
  orgOperation({
    id: 'getOrganization',
    method: 'GET',
    path: '/organization',
    tag,
    summary: 'Read the organization',
    permission: 'org.read',
    answer: organization,
    run: async ({ actor: { orgId, org } }) => ({
      id: toUlid(orgId),
      slug: org.slug,
      name: org.name,
      color: org.color,
    }),
  }),
  orgOperation({
    id: 'updateOrganization',
    method: 'PATCH',
    path: '/organization',
    tag,
    summary: 'Change name or colour',
    permission: 'org.update',
    body: updateOrgSchema.partial(),
    example: { name: 'Acme' },
    answer: null,
    run: async ({ actor, body, request }) =>
      updateOrg(actor, { name: actor.org.name, color: actor.org.color, ...body }, request),
  }),
];
