import { inOrder, type Path } from '@/lib/access/compose';
import type { HeldRow } from '@/lib/data/access-of';
import { type ThingLine, thingLine } from '@/lib/shell/thing-line';

/** A thing that somebody has grants on: the strongest way to it, and the others. */
export type HeldThing = { thing: ThingLine; first: Path; more: Path[] };

/** Each thing once, in the order in which they come. */
export function byThing(rows: HeldRow[]): HeldThing[] {
  const found = new Map<string, { thing: ThingLine; paths: Path[] }>();
  for (const row of rows) {
    const thing = thingLine(row);
    const entry = found.get(thing.on) ?? { thing, paths: [] };
    const { role, team } = row;
    entry.paths.push(
      team
        ? { via: 'team', team: { id: team.id, name: team.name, slug: team.slug }, lead: team.lead, role }
        : { via: 'member', role },
    );
    found.set(thing.on, entry);
  }
  return [...found.values()].flatMap(({ thing, paths }) => {
    const [first, ...more] = inOrder(thing.kind, paths);
    return first ? [{ thing, first, more }] : [];
  });
}
