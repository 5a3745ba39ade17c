import type { Metadata } from 'next';
import { actorIfAny } from '@/lib/admit/page';
import { requestInfo } from '@/lib/tenancy/request';
import { MAIN } from '@/lib/tenancy/workspace-path';
import { myWorkspaces } from '../_shell/workspaces';

/** A page's title with the sub-team in it: two tabs on two sub-teams are told apart by it. */
export async function workspaceTitle(title: string): Promise<Metadata> {
  const actor = await actorIfAny();
  if (!actor) return {};
  const { workspace } = await requestInfo();
  const open = (await myWorkspaces(actor)).find(({ slug }) => slug === workspace && slug !== MAIN);
  return { title: open ? `${title} · ${open.name}` : title };
}
