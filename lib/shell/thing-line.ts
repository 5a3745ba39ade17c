import { KINDS, type ResourceKind } from '../access/grants';
import type { Thing } from '../data/access-of';
import { toUlid } from '../ids';
import { ORG_PARTS, RESOURCE_NAMES } from '../resources/names';
import { recordPaths } from '../resources/paths';
import { orgPaths } from '../routes';
import { MAIN } from '../tenancy/workspace-path';

/** A thing that can be shared, as pages show it. */
export type ThingLine = {
  kind: ResourceKind;
  /** "Group" */
  word: string;
  id: string;
  /** `relay.<id>`: how addresses name it. */
  on: string;
  name: string;
  /** "Relay", "Group in Berlin" */
  where: string;
  /** The sub-team it is in; null in the main workspace and outside of any. */
  home: string | null;
  href: string;
  whyHref: string;
};

/** What of a thing goes to the browser. */
export function thingLine({ kind, id, name, home_id, home_slug, home_name }: Thing): ThingLine {
  const ulid = toUlid(id);
  const { one, many } = KINDS[kind];
  const word = one.charAt(0).toUpperCase() + one.slice(1);
  const on = `${kind}.${ulid}`;
  return {
    kind,
    word,
    id: ulid,
    on,
    name,
    where: home_id === null || ORG_PARTS.has(many) ? word : `${word} in ${home_name ?? 'the main workspace'}`,
    home: home_name,
    href: hrefOf(kind, ulid, home_slug ?? MAIN),
    whyHref: orgPaths.access({ on }),
  };
}

function hrefOf(kind: ResourceKind, ulid: string, workspace: string): string {
  if (kind === 'conversation') return orgPaths.conversations(workspace, { c: ulid });
  const resource = RESOURCE_NAMES.find((name) => name === KINDS[kind].one);
  return resource ? recordPaths(workspace, resource).one(ulid) : orgPaths.relay(ulid);
}
