import { importsOf } from './imports';
import { among, hit, type Rule } from './rule';

/** Modules of lib that hold no secret and reach nothing. They may import each other and nothing else of lib. */
const PURE = [
  'lib/routes',
  'lib/tenancy/workspace-path',
  'lib/access/can',
  'lib/access/permissions',
  'lib/access/grants',
  'lib/access/compose',
  'lib/access/why',
  'lib/tenancy/sub-team-slug',
  'lib/tenancy/target',
  'lib/ids',
  'lib/resources/names',
  'lib/resources/paths',
  'lib/plans/features',
  'lib/plans/limits',
  'lib/plans/plans',
  'lib/mail/readable-ink',
  'lib/mail/day',
  'lib/mail/layout',
];

/** What of lib the browser may have: those, and tables that only pages and their client parts need. */
export const FOR_CLIENTS = [
  ...PURE,
  'lib/errors',
  'lib/shell/sections',
  'lib/tenancy/slug-from',
  'lib/tenancy/starting-color',
  'lib/auth/password-rules',
  'lib/brand/kinds',
  'lib/mail/invitation-letter',
];

type Way = {
  from: string;
  /** Files, or folders with a slash, that may be imported. */
  may: readonly string[];
  /** The same, for types only. */
  mayTypes?: readonly string[];
};

// The first line that matches a file decides.
const WAYS: readonly Way[] = [
  // Before every request, without the database: nothing that could open one.
  {
    from: 'middleware.ts',
    may: [
      'lib/tenancy/host',
      'lib/tenancy/asked',
      'lib/tenancy/seal',
      'lib/tenancy/turned-away',
      'lib/tenancy/way',
      'lib/tenancy/workspace-path',
    ],
  },
  // What the middleware takes with it.
  { from: 'lib/tenancy/turned-away.ts', may: ['lib/log', 'lib/tenancy/logged-path'] },
  { from: 'lib/tenancy/way.ts', may: ['lib/tenancy/host'] },
  ...FOR_CLIENTS.map((module) => ({ from: `${module}.ts`, may: PURE })),
  {
    from: 'lib/db/',
    may: ['lib/db/', 'lib/generated/', 'lib/env', 'lib/errors', 'lib/front', 'lib/ids', 'lib/log'],
  },
  {
    from: 'lib/access/',
    may: ['lib/access/', 'lib/plans/', 'lib/resources/names'],
    mayTypes: ['lib/db/scope'],
  },
  { from: 'lib/plans/', may: ['lib/plans/', 'lib/access/'] },
  { from: 'lib/', may: ['lib/'] },
  { from: 'components/', may: ['components/', ...PURE], mayTypes: ['lib/errors'] },
  { from: 'app/', may: ['app/', 'components/', 'lib/'] },
  { from: '', may: ['lib/'] },
];

const wayOf = (path: string) =>
  WAYS.find(({ from }) => (from.endsWith('/') ? path.startsWith(from) : from === path || from === ''));

export const importDirection: Rule = {
  id: 'import-direction',
  promise:
    'Imports run one way: app → components, app → lib, lib/data → lib/db; nothing imports what tests need.',
  instead: 'Move what both sides need to the lower one, or pass it as an argument or a prop.',
  *check(tree) {
    for (const file of tree.files) {
      const way = wayOf(file.path);
      for (const one of importsOf(file)) {
        if (one.inside === undefined || !way) continue;
        const ours = among(one.inside, way.may) && !/(^|\/)testing\/|\.(test|spec)$/.test(one.inside);
        if (ours || (one.typeOnly && among(one.inside, way.mayTypes ?? []))) continue;
        yield hit(file, one.node, `${file.path} imports ${one.inside}`);
      }
    }
  },
};
