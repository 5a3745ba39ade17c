import { v7 } from 'uuid';
import type { Role } from '../../lib/access/permissions';
import { toUlid } from '../../lib/ids';
import { RELAY_ID } from '../support/world';
import { RESOURCE_ACTIONS, RESOURCE_PAGES, RESOURCE_WRITES } from './resources';
import { MEMBER_ID, type RowKind, SUB_TEAM_ID, TEAM_ID } from './world';

// What every surface must answer, row by row. The surfaces themselves are found in the build: one without a row
// here fails the run, and so does a row whose surface is gone. Roles are written out, not read from lib/access, so
// that a slip in that table shows.

const ALL: readonly Role[] = ['owner', 'admin', 'member', 'viewer'];
const MEMBERS: readonly Role[] = ['owner', 'admin', 'member'];
const ADMINS: readonly Role[] = ['owner', 'admin'];
const OWNERS: readonly Role[] = ['owner'];

/** Roles that may; or whoever is signed in; or anybody. */
export type Who = readonly Role[] | 'user' | 'public';
export type PageRow = {
  who: Who;
  /** What those who may get, if not 200. Some pages send a signed-in person on. */
  status?: number | number[];
  /** Query parameters that take the id of a row, and of which kind. */
  by?: Record<string, RowKind>;
  /** It is a row’s, which is in the matrix’ own sub-team and in no other. */
  there?: boolean;
  /** A query that the handler needs. */
  query?: string;
};

/** Pages and GET handlers, by their path in the build. */
export const PAGES: Record<string, PageRow> = {
  '/t~/[org]': { who: ALL },
  '/t~/[org]/[...rest]': { who: ALL, status: 404 },
  '/t~/[org]/members': { who: ALL, by: { after: 'member', before: 'member' } },
  '/t~/[org]/members/[member]': { who: ALL },
  '/t~/[org]/members/invite': { who: ADMINS },
  '/t~/[org]/members/export': { who: ADMINS },
  '/t~/[org]/invitations': { who: ADMINS, by: { after: 'invitation' } },
  '/t~/[org]/sub-teams': { who: ALL },
  '/t~/[org]/sub-teams/[subTeam]': { who: ADMINS },
  '/t~/[org]/teams': { who: ALL },
  '/t~/[org]/teams/[team]': { who: ALL, by: { after: 'member' } },
  '/t~/[org]/access': { who: ADMINS, by: { member: 'member', after: 'member' } },
  '/t~/[org]/s/[subTeam]': { who: ALL },
  ...RESOURCE_PAGES,
  '/t~/[org]/s/[subTeam]/conversations': { who: ALL, by: { c: 'conversation', before: 'conversation' } },
  // Asked without the wish for a stream, which would not end. The stream itself: conversations.spec.ts.
  '/t~/[org]/s/[subTeam]/conversations/live': { who: ALL, status: 406 },
  '/t~/[org]/roles': { who: ALL },
  '/t~/[org]/audit': { who: ADMINS, by: { actor: 'member', target: 'member' } },
  '/t~/[org]/audit/export': { who: ADMINS, by: { actor: 'member', target: 'member' } },
  '/t~/[org]/audit/tail': { who: ADMINS, by: { actor: 'member', target: 'member' } },
  '/t~/[org]/routing': { who: ADMINS, by: { actor: 'member' } },
  '/t~/[org]/routing/replay': { who: ADMINS },
  '/t~/[org]/routing/tail': { who: ADMINS, by: { actor: 'member' } },
  '/t~/[org]/settings': { who: ALL },
  '/t~/[org]/branding': { who: ADMINS },
  '/t~/[org]/brand/[name]': { who: 'public', status: 404 },
  '/t~/[org]/domains': { who: ADMINS },
  '/t~/[org]/relays': { who: ADMINS },
  '/t~/[org]/relays/[relay]': { who: ADMINS },
  '/t~/[org]/invitation': { who: 'public', status: 307 },
  '/t~/[org]/features': { who: ADMINS },
  '/t~/[org]/plan': { who: OWNERS },
  '/t~/[org]/usage': { who: ADMINS },
  '/t~/[org]/shell/members': { who: ALL, query: '?q=Matrix' },
  '/t~/[org]/shell/teams': { who: ALL, query: '?q=Matrix' },
  '/t~/[org]/shell/things': { who: ADMINS, query: '?q=Matrix' },
  '/t~/[org]/shell/organizations': { who: 'user' },
  '/t~/[org]/mark.svg': { who: 'public' },
  '/t~/[org]/auth/start': { who: 'public', status: 303 },
  '/t~/[org]/auth/finish': { who: 'public', status: 303 },
  '/t~/[org]/auth/renew': { who: 'public', status: 303 },
  // Its operations each have their own rows: matrix-api.spec.ts.
  '/api/v1': { who: ALL },
  '/api/v1/openapi.json': { who: 'public' },
  '/t~/[org]/tokens': { who: ADMINS },
  '/t~/[org]/developers': { who: ALL },
  '/api/health': { who: 'public' },
  '/api/domains/ask': { who: 'public', query: '?domain=rowhouse.localhost' },
  '/api/auth/[...nextauth]': { who: 'public' },
  '/': { who: 'public', status: [200, 307] },
  '/account': { who: 'user' },
  '/account/review': { who: 'user', status: [200, 307] },
  '/brand/[name]': { who: 'public', status: 404 },
  '/auth/renew': { who: 'public', status: 303 },
  '/handover': { who: 'user', status: 404 },
  '/prove': { who: 'user', status: 307 },
  '/sign-out': { who: 'public', status: [200, 307] },
  '/no-access': { who: 'user', status: 404 },
  '/invitation': { who: 'public' },
  '/invitations': { who: 'user', status: 307 },
  '/mailbox': { who: 'public' },
  '/mark.svg': { who: 'public' },
  '/organizations': { who: 'user' },
  '/organizations/new': { who: 'user' },
  '/reset': { who: 'public' },
  '/reset/confirm': { who: 'public' },
  '/sign-in': { who: 'public', status: [200, 307] },
  '/sign-in/link': { who: 'public' },
  '/sign-in/mailed': { who: 'public' },
  '/sign-in/confirm': { who: 'public' },
  '/sign-up': { who: 'public', status: [200, 307] },
  '/verify': { who: 'public' },
};

/** Handlers that change something, by path and method. */
export const WRITES: Record<string, { who: Who }> = {
  'POST /t~/[org]/auth/sign-out': { who: 'public' },
  // Asked by each role in branding.spec.ts.
  'POST /t~/[org]/branding/images': { who: ADMINS },
  ...RESOURCE_WRITES,
  // Whoever signs it: relays.spec.ts.
  'POST /api/relays/[relay]/incoming': { who: 'public' },
  'POST /auth/sign-out': { who: 'public' },
  'POST /api/auth/[...nextauth]': { who: 'public' },
  // matrix-api.spec.ts
  'POST /api/v1': { who: ALL },
  'PATCH /api/v1': { who: ALL },
  'PUT /api/v1': { who: ALL },
  'DELETE /api/v1': { who: ALL },
};

export type ActionRow = {
  who: Who;
  /** The kind of row it takes by id, if any. */
  kind?: RowKind;
  /** A right input; `ulid` is an id of that kind, of the class that is tried. */
  input: (ulid: string) => unknown;
  /** A bulk action answers ok, with what became of each id. */
  bulk?: true;
  /** Not tried by those who may: it would end the world of this test. Where it is tried instead. */
  provedIn?: string;
};

/** The sub-team of the matrix' own organization. */
const MATRIX_SUB_TEAM = toUlid(SUB_TEAM_ID);

const MATRIX_TEAM = toUlid(TEAM_ID);
const BYSTANDER = `member.${toUlid(MEMBER_ID)}`;

const nobody = () => `${v7()}@own.example`;

/** Server actions, by name. */
export const ACTIONS: Record<string, ActionRow> = {
  changeMemberRole: { who: ADMINS, kind: 'member', input: (member) => ({ member, role: 'member' }) },
  changeMemberRoles: {
    who: ADMINS,
    kind: 'member',
    bulk: true,
    input: (id) => ({ members: [id], role: 'member' }),
  },
  removeMember: { who: ADMINS, kind: 'member', input: (member) => ({ member }) },
  countLosses: { who: ADMINS, kind: 'member', input: (member) => ({ member }) },
  removeManyMembers: { who: ADMINS, kind: 'member', bulk: true, input: (id) => ({ members: [id] }) },
  verifyAuditLog: { who: ADMINS, input: () => ({}) },
  ...RESOURCE_ACTIONS,
  makeTeam: { who: ADMINS, input: () => ({ name: 'Matrix team', slug: `m-${v7().slice(-12)}` }) },
  changeTeam: {
    who: ADMINS,
    kind: 'team',
    input: (team) => ({ team, name: 'Renamed', slug: `r-${v7().slice(-12)}` }),
  },
  countTeam: { who: ADMINS, kind: 'team', input: (team) => ({ team }) },
  removeTeam: { who: ADMINS, kind: 'team', input: (team) => ({ team }) },
  // By a lead, and by one who was demoted: lib/data/teams.db.test.ts.
  addTeamMembers: {
    who: ADMINS,
    kind: 'team',
    input: (team) => ({ team, members: [toUlid(MEMBER_ID)], role: 'member' }),
  },
  setTeamRole: {
    who: ADMINS,
    kind: 'team_member',
    input: (member) => ({ team: MATRIX_TEAM, member, role: 'lead' }),
  },
  takeOutOfTeam: { who: ADMINS, kind: 'team_member', input: (member) => ({ team: MATRIX_TEAM, member }) },
  // With grants: lib/data/grants.db.test.ts and access.spec.ts.
  shareRelay: {
    who: ADMINS,
    kind: 'relay',
    input: (relay) => ({ relay, to: BYSTANDER, role: 'viewer' }),
  },
  unshareRelay: {
    who: ADMINS,
    kind: 'relay',
    input: (relay) => ({ relay, from: BYSTANDER }),
    provedIn: 'lib/data/grants.db.test.ts',
  },
  makeSubTeam: { who: ADMINS, input: () => ({ name: 'Matrix sub-team', slug: `m-${v7().slice(-12)}` }) },
  changeSubTeam: {
    who: ADMINS,
    kind: 'sub_team',
    input: (subTeam) => ({ subTeam, name: 'Renamed', slug: `r-${v7().slice(-12)}` }),
  },
  setArchived: { who: ADMINS, kind: 'sub_team', input: (subTeam) => ({ subTeam, archived: true }) },
  countSubTeam: { who: ADMINS, kind: 'sub_team', input: (subTeam) => ({ subTeam }) },
  removeSubTeam: {
    who: ADMINS,
    kind: 'sub_team',
    input: (subTeam) => ({ subTeam, slug: `m-${subTeam.slice(-12).toLowerCase()}` }),
  },
  bringBackSubTeam: {
    who: ADMINS,
    kind: 'sub_team',
    input: (subTeam) => ({ subTeam }),
    provedIn: 'sub-teams.spec.ts',
  },
  assign: {
    who: ADMINS,
    kind: 'member',
    input: (member) => ({ subTeam: MATRIX_SUB_TEAM, member }),
  },
  unassign: {
    who: ADMINS,
    kind: 'member',
    input: (member) => ({ subTeam: MATRIX_SUB_TEAM, member }),
  },
  resendInvitation: { who: ADMINS, kind: 'invitation', input: (invitation) => ({ invitation }) },
  resendManyInvitations: {
    who: ADMINS,
    kind: 'invitation',
    bulk: true,
    input: (id) => ({ invitations: [id] }),
  },
  withdrawInvitation: { who: ADMINS, kind: 'invitation', input: (invitation) => ({ invitation }) },
  withdrawManyInvitations: {
    who: ADMINS,
    kind: 'invitation',
    bulk: true,
    input: (id) => ({ invitations: [id] }),
  },
  beginConversation: {
    who: MEMBERS,
    input: () => ({ relay: toUlid(RELAY_ID), address: v7(), name: 'Matrix', text: 'Hello' }),
  },
  answerConversation: {
    who: MEMBERS,
    kind: 'conversation',
    input: (conversation) => ({ conversation, text: 'Hello' }),
  },
  giveConversation: {
    who: MEMBERS,
    kind: 'conversation',
    input: (conversation) => ({ conversation, to: '', was: '' }),
  },
  setConversationClosed: {
    who: MEMBERS,
    kind: 'conversation',
    input: (conversation) => ({ conversation, closed: true }),
  },
  shareConversation: {
    who: MEMBERS,
    kind: 'conversation',
    input: (conversation) => ({ conversation, to: `member.${toUlid(MEMBER_ID)}`, role: 'viewer' }),
  },
  unshareConversation: {
    who: MEMBERS,
    kind: 'conversation',
    input: (conversation) => ({ conversation, from: `member.${toUlid(MEMBER_ID)}` }),
    provedIn: 'conversations.spec.ts',
  },
  assignWorker: {
    who: MEMBERS,
    kind: 'desktop',
    input: (desktop) => ({ desktop, to: '', was: '', move: false }),
  },
  readConversation: { who: MEMBERS, kind: 'conversation', input: (conversation) => ({ conversation }) },
  makeToken: { who: ADMINS, input: () => ({ name: 'Matrix', scopes: ['org.read'], lifetime: '7' }) },
  replaceToken: { who: ADMINS, kind: 'token', input: (token) => ({ token, overlap: '0' }) },
  revokeToken: { who: ADMINS, kind: 'token', input: (token) => ({ token }) },
  setTokenBlocked: { who: ADMINS, kind: 'token_use', input: (token) => ({ token, blocked: true }) },
  makeMyToken: { who: 'user', input: () => ({ name: 'Matrix', scopes: ['org.read'], lifetime: '7' }) },
  replaceMyToken: { who: 'user', input: () => ({}), provedIn: 'lib/db/tokens.db.test.ts' },
  revokeMyToken: { who: 'user', input: () => ({}), provedIn: 'lib/db/tokens.db.test.ts' },
  revokeTokenOfMine: { who: 'user', input: () => ({}), provedIn: 'lib/data/my-org-tokens.db.test.ts' },
  revokeChosenTokens: { who: 'user', input: () => ({}), provedIn: 'attack-access.spec.ts' },
  addRelay: { who: ADMINS, input: () => ({ kind: 'echo', name: 'Matrix' }) },
  startAuditStream: {
    who: ADMINS,
    kind: 'relay',
    input: (relay) => ({ relay }),
    provedIn: 'lib/data/audit-streams.db.test.ts',
  },
  stopAuditStream: {
    who: ADMINS,
    kind: 'relay',
    input: (relay) => ({ relay }),
    provedIn: 'lib/data/audit-streams.db.test.ts',
  },
  editRelay: { who: ADMINS, kind: 'relay', input: (relay) => ({ relay, name: 'Matrix' }) },
  setRelayPaused: { who: ADMINS, kind: 'relay', input: (relay) => ({ relay, paused: true }) },
  replaceRelaySecret: { who: ADMINS, kind: 'relay', input: (relay) => ({ relay }) },
  changeRelayWorkspaces: {
    who: ADMINS,
    kind: 'relay',
    input: (relay) => ({ relay, workspaces: 'all' }),
  },
  testRelay: { who: ADMINS, kind: 'relay', input: (relay) => ({ relay }) },
  resendDeliveries: { who: ADMINS, kind: 'relay', input: (relay) => ({ relay }) },
  deleteRelay: { who: ADMINS, kind: 'relay', input: (relay) => ({ relay }) },
  addCustomDomain: { who: ADMINS, input: () => ({ host: `${v7()}.matrix.test` }) },
  checkCustomDomain: { who: ADMINS, kind: 'domain', input: (domain) => ({ domain }) },
  makeDomainPrimary: { who: ADMINS, kind: 'domain', input: (domain) => ({ domain }) },
  makeAddressPrimary: { who: ADMINS, input: () => ({}) },
  removeCustomDomain: { who: ADMINS, kind: 'domain', input: (domain) => ({ domain }) },
  checkInvites: { who: ADMINS, input: () => ({ text: nobody(), role: 'viewer' }) },
  sendInvites: { who: ADMINS, input: () => ({ text: nobody(), role: 'viewer' }) },
  changeBrand: { who: ADMINS, input: () => ({ name: 'Matrix organization', color: '#4f46e5' }) },
  replayRequest: {
    who: ADMINS,
    input: () => ({ host: 'nobody.example', path: '/', header: '', token: '', as: 'me' }),
  },
  removePicture: { who: ADMINS, input: () => ({ kind: 'logo' }) },
  changeSignInMessage: { who: ADMINS, input: () => ({ message: 'Matrix' }) },
  checkAddress: { who: ADMINS, input: () => ({ slug: 'matrix-free' }) },
  changeAddress: { who: ADMINS, input: () => ({ slug: 'matrix-moved' }), provedIn: 'settings.spec.ts' },
  setFeature: { who: ADMINS, input: () => ({ feature: 'member_export', on: true }) },
  choosePlan: { who: OWNERS, input: () => ({ plan: 'free', from: 'free' }), provedIn: 'plans.spec.ts' },
  transfer: { who: OWNERS, kind: 'member', input: (member) => ({ member }), provedIn: 'settings.spec.ts' },
  countMyLosses: { who: ALL, input: () => ({}) },
  leave: { who: ALL, input: () => ({}), provedIn: 'settings.spec.ts' },
  countContents: { who: OWNERS, input: () => ({}) },
  removeOrg: { who: OWNERS, input: () => ({ slug: 'matrix' }), provedIn: 'delete-org.spec.ts' },
  chooseTheme: { who: 'user', input: () => ({ theme: 'dark' }) },
  proveMe: { who: 'user', input: () => ({ password: '' }), provedIn: 'proof.spec.ts' },
  hideUsageWarning: { who: 'user', input: () => ({ level: 'near' }) },
  hideFirstSteps: { who: 'user', input: () => ({}) },
  renameMe: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  changeMyPassword: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  mailMyPasswordLink: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  endDevice: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  endOtherDevices: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  connectProvider: { who: 'user', input: () => ({ provider: 'one' }) },
  disconnectProvider: { who: 'user', input: () => ({}), provedIn: 'oidc.spec.ts' },
  leaveOrganization: { who: 'user', input: () => ({}), provedIn: 'account.spec.ts' },
  closeMyAccount: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  acceptMyInvitation: { who: 'user', input: () => ({}), provedIn: 'invitation-accept.spec.ts' },
  restoreMyOrg: { who: 'user', input: () => ({}), provedIn: 'delete-org.spec.ts' },
  joinBySecret: { who: 'user', input: () => ({}), provedIn: 'invitation-accept.spec.ts' },
  checkSlug: { who: 'user', input: () => ({ slug: 'matrix-free' }) },
  foundOrg: { who: 'user', input: () => ({}), provedIn: 'root.spec.ts' },
  lookAtInvitation: { who: 'public', input: () => ({ secret: 'nothing' }) },
  createInvitedAccount: { who: 'public', input: () => ({}), provedIn: 'invitation-accept.spec.ts' },
  requestReset: { who: 'public', input: () => ({}), provedIn: 'auth.spec.ts' },
  requestSignInLink: { who: 'public', input: () => ({}), provedIn: 'auth.spec.ts' },
  createAccount: { who: 'public', input: () => ({}), provedIn: 'auth.spec.ts' },
  resendMail: { who: 'public', input: () => ({}), provedIn: 'auth.spec.ts' },
};
