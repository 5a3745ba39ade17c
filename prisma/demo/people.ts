/** The people of the demo, besides those with an address at example.com. All work at Acme. */
export const COLLEAGUES = [
  'Ada Lindqvist',
  'Amara Okafor',
  'Anders Holm',
  'Beatriz Moreau',
  'Ben Whitaker',
  'Camille Laurent',
  'Chidi Eze',
  'Dalia Haddad',
  'Daniel Kovács',
  'Elif Yıldız',
  'Emre Aydın',
  'Fatima Zahra',
  'Felix Brandt',
  'Grace Oyelaran',
  'Hana Suzuki',
  'Hugo Almeida',
  'Ines Carvalho',
  'Ivan Petrov',
  'Jana Novotná',
  'Jonas Weber',
  'Kaito Mori',
  'Kamala Iyer',
  'Lars Eriksen',
  'Leila Rahimi',
  'Lucía Fernández',
  'Magnus Berg',
  'Mei Chen',
  'Mateo Rossi',
  'Nadia Benali',
  'Noah Fischer',
  'Olga Sokolova',
  'Omar Farouk',
  'Priya Raman',
  'Quentin Dubois',
  'Rosa Jiménez',
  'Samuel Osei',
  'Sofia Papadaki',
  'Tomasz Zieliński',
  'Uma Krishnan',
  'Viktor Nagy',
  'Wanjiru Kamau',
  'Yusuf Demir',
] as const;

/** ada.lindqvist@acme.example */
export const addressOf = (name: string): string =>
  `${name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')}@acme.example`;

/** The orgs of the story. */
export const ORGS = [
  { slug: 'acme', name: 'Acme', color: '#4f46e5', plan: 'business', requests: 84_000, bornDaysAgo: 15 },
  { slug: 'globex', name: 'Globex', color: '#0f766e', plan: 'team', requests: 3400, bornDaysAgo: 12 },
  { slug: 'initech', name: 'Initech', color: '#b45309', plan: 'free', requests: 1150, bornDaysAgo: 9 },
] as const;

/** What stands on Acme's sign-in page. */
export const ACME_MESSAGE =
  'Use your @acme.example address. Trouble signing in? Call the help desk, extension 42.';

/** Who can sign in, and as what. */
export const LEADS = [
  {
    email: 'owner@example.com',
    name: 'Olivia Hart',
    in: { acme: 'owner', globex: 'admin', initech: 'viewer' },
  },
  { email: 'admin@example.com', name: 'Arjun Mehta', in: { acme: 'admin' } },
  { email: 'member@example.com', name: 'Mira Solberg', in: { acme: 'member' } },
  { email: 'viewer@example.com', name: 'Vincent Adler', in: { acme: 'viewer' } },
  { email: 'owner@globex.example', name: 'Gustavo Reyes', in: { globex: 'owner' } },
  { email: 'owner@initech.example', name: 'Ingrid Vale', in: { initech: 'owner' } },
] as const satisfies { email: string; name: string; in: Record<string, string> }[];

/** Addresses that were invited to Acme and have not answered. */
export const INVITED = [
  { email: 'hugh.pemberton@acme.example', role: 'member', daysAgo: 1 },
  { email: 'svetlana.orlova@acme.example', role: 'member', daysAgo: 2 },
  { email: 'theo.marchand@partner.example', role: 'viewer', daysAgo: 3 },
  { email: 'it-security@acme.example', role: 'admin', daysAgo: 5 },
  { email: 'old.contractor@partner.example', role: 'viewer', daysAgo: 9 },
] as const;

/** Acme's sub-teams, and who of its members is assigned to which: the leads by address, colleagues by every how many-th. */
export const SUB_TEAMS = [
  { slug: 'support', name: 'Customer support', bornDaysAgo: 10, leads: ['member@example.com'], every: 4 },
  { slug: 'partners', name: 'Partners', bornDaysAgo: 7, leads: ['viewer@example.com'], every: 9 },
] as const;
