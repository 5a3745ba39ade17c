'use client';

import { type Candidate, Finder } from '../_finder/finder';
import { searchMembers, searchTeams } from '../_shell/ask';

/** Somebody to share with: `member.<id>` or `team.<id>`. */
export type Found = { who: string; kind: 'member' | 'team'; name: string; detail: string };

/** Finds members and teams by part of a name or e-mail. */
export function GranteeFinder({ onChoose, has }: { onChoose: (one: Found) => void; has: Set<string> }) {
  return (
    <Finder
      label="Find people and teams"
      placeholder="Add people and teams"
      find={findGrantees}
      none={(text) => `Nobody here, and no team, is called “${text}”.`}
      taken={{ ids: has, why: 'Has access' }}
      onChoose={({ id, label, detail = '' }) =>
        onChoose({ who: id, kind: id.startsWith('team.') ? 'team' : 'member', name: label, detail })
      }
    />
  );
}

async function findGrantees(text: string): Promise<Candidate[]> {
  const [teams, members] = await Promise.all([searchTeams(text), searchMembers(text)]);
  return [
    ...teams.map((one) => ({ ...one, kind: 'team' as const, id: `team.${one.id}` })),
    ...members.map((one) => ({ ...one, kind: 'member' as const, id: `member.${one.id}` })),
  ];
}
