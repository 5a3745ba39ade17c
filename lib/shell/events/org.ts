import { name, type Teller, type Told, type Words } from './teller';

/** The organization itself: its name, its look, its terms and features. */
export const ORG_EVENTS: Record<string, Teller> = {
  'org.created': { label: 'Organization created', say: (_, who) => [who, ' created the organization'] },
  'org.updated': { label: 'Name or colour changed', say: (event, who) => [who, ...changes(event)] },
  'org.renamed': {
    label: 'Address changed',
    say: (e, who) => [who, ' changed the address from ', name(e.before?.slug), ' to ', name(e.after?.slug)],
  },
  'brand.logo_changed': { label: 'Logo changed', say: (_, who) => [who, ' changed the logo'] },
  'brand.logo_removed': { label: 'Logo removed', say: (_, who) => [who, ' removed the logo'] },
  'brand.icon_changed': { label: 'Icon changed', say: (_, who) => [who, ' changed the icon'] },
  'brand.icon_removed': { label: 'Icon removed', say: (_, who) => [who, ' removed the icon'] },
  'brand.message_changed': {
    label: 'Sign-in message changed',
    say: (e, who) => [
      who,
      e.after?.message ? ' changed the sign-in message' : ' removed the sign-in message',
    ],
  },
  'org.ownership_transferred': {
    label: 'Ownership transferred',
    say: (_, who, whom) => [who, ' transferred ownership to ', whom],
  },
  'org.deleted': { label: 'Organization deleted', say: (_, who) => [who, ' deleted the organization'] },
  'org.restored': { label: 'Organization restored', say: (_, who) => [who, ' restored the organization'] },
  'org.plan_changed': {
    label: 'Plan changed',
    say: (e, who) => [who, ' changed the plan from ', name(e.before?.plan), ' to ', name(e.after?.plan)],
  },
  'org.terms_changed': {
    label: 'Terms changed',
    say: (_, who) => [who, ' changed plan, features or limits'],
  },
  'feature.switched_on': {
    label: 'Feature switched on',
    say: (_, who, whom) => [who, ' switched on ', whom],
  },
  'feature.switched_off': {
    label: 'Feature switched off',
    say: (_, who, whom) => [who, ' switched off ', whom],
  },
};

function changes({ before, after }: Told): Words {
  const renamed = after?.name
    ? [' changed the name from ', name(before?.name), ' to ', name(after.name)]
    : [];
  if (!after?.color) return renamed.length ? renamed : [' changed the settings'];
  return renamed.length ? [...renamed, ' and the colour'] : [' changed the colour'];
}
