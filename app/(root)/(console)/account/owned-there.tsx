import { Callout } from '@/components/ui/callout';
import type { OrgCard, Owned } from '@/lib/data/my-orgs';
import { orgPaths } from '@/lib/routes';

const settingsOf = (href: string) => new URL(orgPaths.settings, href).href;
const things = (n: number) => (n === 1 ? 'one thing' : `${n.toLocaleString('en')} things`);

/** Who has it afterwards, of things that somebody owns who leaves. */
function after({ owned, alone }: Owned): string {
  if (alone === 0) return owned === 1 ? 'It has other owners.' : 'All have other owners.';
  const who = 'the organization’s owners and admins';
  if (alone < owned) return `Of ${alone.toLocaleString('en')} you are the only owner: ${who} get those.`;
  return `You are the only owner: ${who} get ${owned === 1 ? 'it' : 'them'}.`;
}

/** Before leaving one organization: what becomes of the things that one owns there by name, and where to hand them on. */
export function OwnedThere({ href, ...own }: Owned & { href: string }) {
  return (
    <Callout title={`You own ${things(own.owned)} there by name`}>
      {after(own)} To hand {own.owned === 1 ? 'it' : 'them'} to somebody,{' '}
      <a href={settingsOf(href)} className="text-accent-text underline underline-offset-2">
        leave in its settings
      </a>
      .
    </Callout>
  );
}

const SHOWN = 5;

/** Before deleting an account: the same for every organization in which something is one's own. */
export function OwnedEverywhere({ orgs }: { orgs: (OrgCard & Owned)[] }) {
  const more = orgs.length - SHOWN;
  return (
    <Callout title="What you own by name goes to the owners and admins">
      To hand it to somebody, leave first in the settings of{' '}
      {orgs.slice(0, SHOWN).map(({ id, name, href, owned }, i) => (
        <span key={id}>
          {i > 0 ? ', ' : ''}
          <a href={settingsOf(href)} className="text-accent-text underline underline-offset-2">
            {name}
          </a>{' '}
          ({things(owned)})
        </span>
      ))}
      {more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}.
    </Callout>
  );
}
