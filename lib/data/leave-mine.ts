import type { Person } from '../access/actor';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { leaveOrg } from './leave';
import { myOrgs } from './my-orgs';

/**
 * A person leaves one of their organizations, from their own page. What they may see of it is asked first: of an
 * organization that isn't theirs, or isn't, the answer is the same.
 * @throws AppError not_found, last_owner, tenant_forbidden (removed in the meantime)
 */
export async function leaveMine(
  person: Person,
  org: string,
  request: RequestInfo,
): Promise<{ name: string }> {
  const mine = (await myOrgs(person)).find(({ org_id: id }) => id === org);
  if (!mine) throw new AppError('not_found');
  await leaveOrg({ ...person, kind: 'user', orgId: mine.org_id }, request);
  return { name: mine.name };
}
