import { can } from '@/lib/access/can';
import type { Role } from '@/lib/access/permissions';
import type { Progress } from '@/lib/data/overview';
import { orgPaths } from '@/lib/routes';

export type Step = { title: string; sentence: string; href: string; done: boolean };

const YOUNG_MS = 14 * 24 * 60 * 60_000;

type Facts = {
  role: Role;
  counts: { role: Role; count: number }[];
  progress: Progress | undefined;
  now: number;
  /** Where name and colour are changed. */
  brandHref: string;
};

/** What is left to set up in an organization of the last two weeks, for this role; nothing once all is done. */
export function firstSteps({ role, counts, progress, now, brandHref }: Facts): Step[] {
  if (!progress || now - progress.born.getTime() > YOUNG_MS) return [];
  const owners = counts.find((one) => one.role === 'owner')?.count ?? 0;
  const members = counts.reduce((sum, { count }) => sum + count, 0);
  const steps = [
    can(role, 'invitation.create') && {
      title: 'Invite the first people',
      sentence: 'One address or a whole list. Each gets a link of their own.',
      href: orgPaths.invite,
      done: progress.invited || members > 1,
    },
    can(role, 'org.update') && {
      title: 'Choose your colour',
      sentence: 'It tells this organization’s tabs from those of others.',
      href: brandHref,
      done: progress.named,
    },
    can(role, 'org.transfer') && {
      title: 'Make somebody a second owner',
      sentence: 'So that one lost password locks nobody out.',
      href: orgPaths.members(),
      done: owners > 1,
    },
  ].filter((step) => step !== false);
  return steps.every(({ done }) => done) ? [] : steps;
}
