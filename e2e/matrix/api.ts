import { v7 } from 'uuid';
import { KINDS, RESOURCE_KINDS, type ResourceKind } from '../../lib/access/grants';
import type { Role } from '../../lib/access/permissions';
import { toUlid } from '../../lib/ids';
import { RESOURCE_NAMES, RESOURCES, type ResourceName, titled } from '../../lib/resources/names';
import { newGrant, type Org, RELAY_ID } from '../support/world';
import { MEMBER_ID, type RowKind, TEAM_ID } from './world';

// What every operation of the API must answer, row by row. The operations are found in its table: one without a row here
// fails the run, and so does a row whose operation is gone. Roles are written out, not read from lib/access.

const ALL: readonly Role[] = ['owner', 'admin', 'member', 'viewer'];
const MEMBERS: readonly Role[] = ['owner', 'admin', 'member'];
const ADMINS: readonly Role[] = ['owner', 'admin'];

/** The team of the matrix' own organization. */
const CREW = { team: 'matrix-crew' };

export type ApiRow = {
  who: readonly Role[];
  /** The parameter of its path that is the id of a row, and of which kind. */
  by?: [parameter: string, kind: RowKind];
  /** Another parameter’s own value. */
  with?: Record<string, string>;
  body?: () => Record<string, unknown>;
  /** What else has to be there before it can be done, made for a row of one’s own. */
  first?: (org: Org, id: string) => Promise<void>;
  /** Not done by those who may: it would end the world of this test, or what it needs is not in it. Where it is done. */
  provedIn?: string;
};

const values = () => ({ name: `Matrix ${v7()}` });

const ofResource = (name: ResourceName): Record<string, ApiRow> => {
  const [one, many] = [titled(RESOURCES[name].one), titled(RESOURCES[name].many)];
  return {
    [`list${many}`]: { who: ALL },
    [`create${one}`]: { who: MEMBERS, body: values },
    [`get${one}`]: { who: ALL, by: ['id', name] },
    [`update${one}`]: { who: MEMBERS, by: ['id', name], body: values },
    [`delete${one}`]: { who: MEMBERS, by: ['id', name] },
  };
};

/** The member that a path of grants names. */
const BYSTANDER = { member: toUlid(MEMBER_ID) };

/** Who may see and change grants by their role in the organization. */
const SHARING: Record<ResourceKind, readonly Role[]> = {
  relay: ADMINS,
  contact_group: MEMBERS,
  conversation: MEMBERS,
};

const ofKind = (kind: ResourceKind): Record<string, ApiRow> => {
  const { one } = KINDS[kind];
  const name = titled(one);
  const row = { who: SHARING[kind], by: ['id', one] as ApiRow['by'] };
  const body = () => ({ role: 'viewer' });
  const [member, team] = [{ user_id: MEMBER_ID }, { team_id: TEAM_ID }];
  return {
    [`list${name}Grants`]: row,
    [`share${name}WithMember`]: { ...row, with: BYSTANDER, body },
    [`share${name}WithTeam`]: { ...row, with: CREW, body },
    [`unshare${name}WithMember`]: {
      ...row,
      with: BYSTANDER,
      first: (org, id) => newGrant(org, { kind, id }, member),
    },
    [`unshare${name}WithTeam`]: { ...row, with: CREW, first: (org, id) => newGrant(org, { kind, id }, team) },
  };
};

export const API: Record<string, ApiRow> = {
  getContext: { who: ALL },
  getOrganization: { who: ALL },
  updateOrganization: { who: ADMINS, body: () => ({ name: 'Matrix organization' }) },
  listMembers: { who: ALL },
  getMember: { who: ALL, by: ['member', 'member'] },
  changeMemberRole: { who: ADMINS, by: ['member', 'member'], body: () => ({ role: 'member' }) },
  removeMember: { who: ADMINS, by: ['member', 'member'] },
  listInvitations: { who: ADMINS },
  createInvitation: { who: ADMINS, body: () => ({ email: `${v7()}@own.example`, role: 'member' }) },
  resendInvitation: { who: ADMINS, by: ['invitation', 'invitation'] },
  revokeInvitation: { who: ADMINS, by: ['invitation', 'invitation'] },
  listSubTeams: { who: ALL },
  createSubTeam: { who: ADMINS, body: () => ({ name: 'Matrix', slug: `m-${v7().slice(-12)}` }) },
  updateSubTeam: { who: ADMINS, body: () => ({ name: 'Matrix team' }) },
  archiveSubTeam: { who: ADMINS, provedIn: 'api.spec.ts' },
  unarchiveSubTeam: { who: ADMINS },
  listSubTeamMembers: { who: ADMINS },
  assignMember: { who: ADMINS, by: ['member', 'member'] },
  unassignMember: { who: ADMINS, by: ['member', 'member'] },
  deleteSubTeam: { who: ADMINS, provedIn: 'api.spec.ts' },
  listDeletedSubTeams: { who: ADMINS },
  restoreSubTeam: { who: ADMINS, by: ['id', 'sub_team'], provedIn: 'api.spec.ts' },
  listTeams: { who: ALL },
  createTeam: { who: ADMINS, body: () => ({ name: 'Matrix', slug: `t-${v7().slice(-12)}` }) },
  getTeam: { who: ALL, with: CREW },
  updateTeam: { who: ADMINS, with: CREW, body: () => ({ name: 'Matrix crew' }) },
  deleteTeam: { who: ADMINS, with: CREW, provedIn: 'api.spec.ts' },
  listTeamMembers: { who: ALL, with: CREW },
  addTeamMember: { who: ADMINS, with: CREW, provedIn: 'api.spec.ts' },
  changeTeamRole: {
    who: ADMINS,
    with: CREW,
    by: ['member', 'team_member'],
    body: () => ({ role: 'member' }),
  },
  removeTeamMember: { who: ADMINS, with: CREW, by: ['member', 'team_member'] },
  ...Object.assign({}, ...RESOURCE_NAMES.map(ofResource)),
  listConversations: { who: ALL },
  startConversation: {
    who: MEMBERS,
    body: () => ({ relay: toUlid(RELAY_ID), address: v7(), text: 'Hello' }),
  },
  getConversation: { who: ALL, by: ['conversation', 'conversation'] },
  sendMessage: { who: MEMBERS, by: ['conversation', 'conversation'], body: () => ({ text: 'Hello' }) },
  setConversationStatus: {
    who: MEMBERS,
    by: ['conversation', 'conversation'],
    body: () => ({ status: 'closed' }),
  },
  listRelays: { who: ADMINS },
  ...Object.assign({}, ...RESOURCE_KINDS.map(ofKind)),
  listDomains: { who: ADMINS },
  addDomain: { who: ADMINS, body: () => ({ host: `${v7()}.matrix.test` }) },
  checkDomain: { who: ADMINS, by: ['domain', 'domain'] },
  removeDomain: { who: ADMINS, by: ['domain', 'domain'] },
  listAuditEvents: { who: ADMINS },
};
