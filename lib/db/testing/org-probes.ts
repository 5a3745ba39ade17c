import { newId } from '../../ids';
import type { OrgDb } from '../handle';
import { ORG, sql } from '../sql';
import { rowFor } from './rows';
import type { TestOrg } from './world';

/**
 * One way to get at another org's rows through a handle. `run` says whether it saw any; whether it changed any is
 * judged from outside. A refusal is a rejection.
 */
export type OrgProbe = {
  name: string;
  run: (db: OrgDb, victim: Victim, filtered: boolean) => Promise<unknown>;
};

/** Another org, with one row of each of its tables, by the names of Prisma's models. `spare` is in no org. */
export type Victim = TestOrg & { rows: Record<string, Record<string, unknown>>; spare: string };

type Operation = (args?: object) => Promise<unknown> | undefined;
type Model = { name: string; table: string; field: string; key: (row: Record<string, unknown>) => object };

const compound =
  (...fields: string[]) =>
  (row: Record<string, unknown>) => ({
    [fields.join('_')]: Object.fromEntries(fields.map((field) => [field, row[field]])),
  });
export const MODELS: Model[] = [
  { name: 'org', table: 'org', field: 'id', key: ({ id }) => ({ id }) },
  { name: 'orgHost', table: 'org_host', field: 'orgId', key: compound('orgId', 'host') },
  { name: 'domain', table: 'domain', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'membership', table: 'membership', field: 'orgId', key: compound('orgId', 'userId') },
  { name: 'invitation', table: 'invitation', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'routingDecision', table: 'routing_decision', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'orgImage', table: 'org_image', field: 'orgId', key: compound('orgId', 'name') },
  { name: 'auditEvent', table: 'audit_event', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'auditMark', table: 'audit_mark', field: 'orgId', key: compound('orgId', 'kind') },
  { name: 'auditLink', table: 'audit_link', field: 'orgId', key: compound('orgId', 'seq') },
  {
    name: 'auditUnsealed',
    table: 'audit_unsealed',
    field: 'orgId',
    key: compound('orgId', 'eventId'),
  },
  { name: 'usageCounter', table: 'usage_counter', field: 'orgId', key: compound('orgId', 'limitKey') },
  { name: 'relay', table: 'relay', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'relayStream', table: 'relay_stream', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'relayDelivery', table: 'relay_delivery', field: 'orgId', key: compound('orgId', 'id') },
  {
    name: 'relayReceipt',
    table: 'relay_receipt',
    field: 'orgId',
    key: compound('orgId', 'relayId', 'webhookId'),
  },
  { name: 'apiToken', table: 'api_token', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'userTokenUse', table: 'user_token_use', field: 'orgId', key: compound('orgId', 'tokenId') },
  { name: 'tokenBlock', table: 'token_block', field: 'orgId', key: compound('orgId', 'tokenId') },
  { name: 'apiReplay', table: 'api_replay', field: 'orgId', key: compound('orgId', 'credential', 'key') },
  {
    name: 'conversation',
    table: 'conversation',
    field: 'orgId',
    key: compound('orgId', 'workspaceId', 'id'),
  },
  { name: 'message', table: 'message', field: 'orgId', key: compound('orgId', 'workspaceId', 'id') },
  { name: 'workspace', table: 'workspace', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'subTeam', table: 'sub_team', field: 'orgId', key: compound('orgId', 'id') },
  {
    name: 'subTeamMember',
    table: 'sub_team_member',
    field: 'orgId',
    key: compound('orgId', 'subTeamId', 'userId'),
  },
  { name: 'desktop', table: 'desktop', field: 'orgId', key: compound('orgId', 'workspaceId', 'id') },
  { name: 'team', table: 'team', field: 'orgId', key: compound('orgId', 'id') },
  {
    name: 'teamMember',
    table: 'team_member',
    field: 'orgId',
    key: compound('orgId', 'teamId', 'userId'),
  },
  {
    name: 'invitationTeam',
    table: 'invitation_team',
    field: 'orgId',
    key: compound('orgId', 'invitationId', 'teamId'),
  },
  {
    name: 'invitationSubTeam',
    table: 'invitation_sub_team',
    field: 'orgId',
    key: compound('orgId', 'invitationId', 'subTeamId'),
  },
  { name: 'formerSlug', table: 'former_slug', field: 'orgId', key: compound('orgId', 'kind', 'slug') },
  { name: 'grantable', table: 'grantable', field: 'orgId', key: compound('orgId', 'kind', 'id') },
  { name: 'accessGrant', table: 'access_grant', field: 'orgId', key: compound('orgId', 'id') },
  { name: 'contact', table: 'contact', field: 'orgId', key: compound('orgId', 'workspaceId', 'id') },
  {
    name: 'contactGroup',
    table: 'contact_group',
    field: 'orgId',
    key: compound('orgId', 'workspaceId', 'id'),
  },
  {
    name: 'contactGroupMember',
    table: 'contact_group_member',
    field: 'orgId',
    key: compound('orgId', 'workspaceId', 'groupId', 'contactId'),
  },
  { name: 'csvImport', table: 'csv_import', field: 'orgId', key: compound('orgId', 'workspaceId', 'id') },
  {
    name: 'csvRefusal',
    table: 'csv_refusal',
    field: 'orgId',
    key: compound('orgId', 'workspaceId', 'importId', 'line'),
  },
  { name: 'usageDay', table: 'usage_day', field: 'orgId', key: compound('orgId', 'limitKey', 'day') },
];

/** A change that a row of the model can take, where it is none of the role. */
const TOUCH: Record<string, object> = {
  org: { name: 'viewer' },
  auditEvent: { reason: 'viewer' },
  auditMark: { seq: 7n },
  relayStream: { createdBy: 'viewer' },
  auditLink: { eventId: '00000000-0000-7000-8000-000000000001' },
  auditUnsealed: { eventId: '00000000-0000-7000-8000-000000000001' },
  orgHost: { createdAt: new Date(0) },
  domain: { proof: 'viewer' },
  routingDecision: { path: 'viewer' },
  orgImage: { createdAt: new Date(0) },
  relay: { name: 'viewer' },
  relayDelivery: { createdBy: 'viewer' },
  relayReceipt: { type: 'viewer' },
  apiToken: { name: 'viewer' },
  userTokenUse: { tail: 'view' },
  tokenBlock: { tail: 'view' },
  apiReplay: { createdAt: new Date(0) },
  conversation: { name: 'viewer' },
  message: { text: 'viewer' },
  desktop: { name: 'viewer' },
  usageCounter: { used: 7n },
  usageDay: { value: 7n },
  workspace: { createdAt: new Date(0) },
  contact: { notes: 'viewer' },
  contactGroup: { description: 'viewer' },
  contactGroupMember: { addedAt: new Date(0) },
  csvImport: { fileName: 'viewer' },
  csvRefusal: { reason: 'viewer' },
  subTeam: { name: 'viewer' },
  subTeamMember: { addedAt: new Date(0) },
  team: { name: 'viewer' },
  teamMember: { addedAt: new Date(0) },
  invitationTeam: { namedAt: new Date(0) },
  invitationSubTeam: { namedAt: new Date(0) },
  formerSlug: { until: new Date(0) },
  grantable: { homeId: null },
  accessGrant: { grantedBy: 'viewer' },
};

/** A column's name as the model has it. */
export const camel = (column: string) => column.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());
export const camelRow = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]));

const saw = (found: unknown, { orgId }: Victim) => JSON.stringify(found ?? null, big).includes(orgId);
const big = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

export const ORG_PROBES: OrgProbe[] = MODELS.flatMap(({ name, table, field, key }) => {
  const op = (db: OrgDb, operation: string) => (args?: object) =>
    (db as unknown as Record<string, Record<string, Operation>>)[name]?.[operation]?.(args);
  const row = (victim: Victim) => victim.rows[name] as Record<string, unknown>;
  const fresh = (victim: Victim) =>
    camelRow({ ...rowFor(table, victim, victim.spare), ...(field === 'id' && { id: newId() }) });
  const touch = TOUCH[name] ?? { role: 'viewer' };
  const see = (
    what: string,
    args: (victim: Victim, db: OrgDb) => object | undefined,
    operation = 'findMany',
  ): OrgProbe => ({
    name: `${name}.${operation} ${what}`,
    run: async (db, victim) => saw(await op(db, operation)(args(victim, db)), victim),
  });
  const count = (what: string, operation: string, args: (victim: Victim) => object): OrgProbe => ({
    name: `${name}.${operation} ${what}`,
    run: async (db, victim) =>
      !/^(0|\{"_count":\{"_all":0\}\}|\[\])$/.test(
        JSON.stringify(await op(db, operation)(args(victim)), big),
      ),
  });
  const change = (
    what: string,
    operation: string,
    args: (victim: Victim, db: OrgDb) => object | undefined,
  ): OrgProbe => ({
    name: `${name}.${operation} ${what}`,
    run: async (db, victim) => saw(await op(db, operation)(args(victim, db)), victim),
  });
  const theirs = (v: Victim) => ({ where: { [field]: v.orgId } });
  return [
    see('with no where', () => undefined),
    see('of the other org', theirs),
    see('of either org', (v, db) => ({ where: { OR: [{ [field]: v.orgId }, { [field]: db.orgId }] } })),
    see('of anything but the own', (_, db) => ({ where: { NOT: { [field]: db.orgId } } })),
    see('of the other org', theirs, 'findFirst'),
    see('by key', (v) => ({ where: key(row(v)) }), 'findUnique'),
    see('by key', (v) => ({ where: key(row(v)) }), 'findUniqueOrThrow'),
    see('from a cursor', (v) => ({ cursor: key(row(v)), take: 1 })),
    see('by org', () => ({ by: [field], _count: true }), 'groupBy'),
    count('of the other org', 'count', theirs),
    count('of the other org', 'aggregate', (v) => ({ ...theirs(v), _count: { _all: true } })),
    change('with no where', 'updateMany', () => ({ data: touch })),
    change('of the other org', 'updateMany', (v) => ({ ...theirs(v), data: touch })),
    change('of the other org', 'updateManyAndReturn', (v) => ({ ...theirs(v), data: touch })),
    change('by key', 'update', (v) => ({ where: key(row(v)), data: touch })),
    change('by key', 'upsert', (v) => ({ where: key(row(v)), create: fresh(v), update: touch })),
    change('with no where', 'deleteMany', () => undefined),
    change('of the other org', 'deleteMany', theirs),
    change('by key', 'delete', (v) => ({ where: key(row(v)) })),
    ...(name === 'org'
      ? []
      : [
          change('into the other org', 'create', (v) => ({ data: fresh(v) })),
          change('into the other org', 'createMany', (v) => ({ data: [fresh(v)] })),
          change('into the other org', 'createManyAndReturn', (v) => ({ data: [fresh(v)] })),
        ]),
    {
      name: `${table} by hand`,
      run: async (db, victim, filtered) => {
        const column = sql`${raw(name === 'org' ? 'id' : 'org_id')}`;
        const where = filtered ? sql`WHERE ${column} = ${ORG}` : sql``;
        return saw(await db.rows(sql`SELECT * FROM ${raw(table)} ${where}`), victim);
      },
    },
  ];
});

/** A word of this file's own, as SQL. */
const raw = (word: string) => sql(Object.assign([word], { raw: [word] }) as unknown as TemplateStringsArray);

// Through relations: the attacker is a member of the victim too, so that there is a way from row to row.
ORG_PROBES.push(
  {
    name: 'membership → user → memberships',
    run: async (db, victim) =>
      saw(await db.membership.findMany({ include: { user: { include: { memberships: true } } } }), victim),
  },
  {
    name: 'membership where the user is in another org',
    run: async (db, victim) =>
      (await db.membership.count({ where: { user: { memberships: { some: { orgId: victim.orgId } } } } })) >
      0,
  },
  {
    // One to which no other row's key holds on: without any wall it comes over.
    name: 'a domain of another org connected to this one',
    run: async (db, victim) =>
      db.org.update({
        where: { id: db.orgId },
        data: {
          domains: {
            connect: { orgId_id: { orgId: victim.orgId, id: victim.rows.domain?.id as string } },
          },
        },
      }),
  },
);
