import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Build } from './manifest/build';
import { MANIFEST_RULES } from './manifest/rules';
import { checkBuild } from './manifest/run';
import { surfacesOf } from './manifest/surfaces';
import { type Tree, treesOf } from './static/tree';

const ACTIONS = 'app/t~/[org]/members/actions.ts';
const SOURCES = {
  'lib/plans/features.ts': `export const FEATURES = { member_tools: {} } as const;
    export const FEATURE_OF = { 'member.read': 'member_tools' };`,
  'lib/access/permissions.ts': `export const PERMISSIONS = { 'member.read': 'See', 'member.remove': 'Remove' } as const;`,
  'app/t~/[org]/members/page.tsx': `import { requireActor } from '@/lib/admit/page';
    export default async function MembersPage() { await requireActor('member.read'); return null; }`,
  [ACTIONS]: `'use server';
    import { orgAction } from '@/lib/admit/action';
    export const removeMember = orgAction('member.remove', schema, async () => {});`,
  'app/(root)/page.tsx': `import { publicPage } from '@/lib/admit/person';
    export default async function HomePage() { await publicPage(); return null; }`,
  'app/(root)/auth/renew/route.ts': `export { renew as GET } from '@/lib/auth/renew';`,
  'lib/auth/renew.ts': `import { ourHostRoute } from '../admit/route'; export const renew = ourHostRoute(async () => new Response());`,
  'app/api/health/route.ts': 'export async function GET() { return new Response(); }',
};
const MATCHER =
  '^(?:\\/(_next\\/data\\/[^/]{1,}))?(?:\\/((?!_next\\/static\\/).*))(\\.json|\\.rsc|\\.segments\\/.+\\.segment\\.rsc)?[\\/#\\?]?$';

const GOOD: Build = {
  entries: {
    '/(root)/page': '/',
    '/(root)/auth/renew/route': '/auth/renew',
    '/t~/[org]/members/page': '/t~/[org]/members',
    '/api/health/route': '/api/health',
    '/_not-found/page': '/_not-found',
    '/_global-error/page': '/_global-error',
  },
  actions: {
    '7f01': {
      filename: ACTIONS,
      exportedName: 'removeMember',
      workers: { 'app/t~/[org]/members/page': {} },
    },
  },
  edgeActions: {},
  middleware: { runtime: 'nodejs', matchers: [{ regexp: MATCHER }] },
  prerendered: ['/_global-error'],
  configured: [],
  pages: { '/500': 'pages/500.html' },
  staticFiles: ['chunks/a.js', 'chunks/a.css'],
  staticText: () => 'console.info("hello")',
};

const more = {
  unguarded: { 'app/t~/[org]/report/page.tsx': 'export default () => null;' },
  action: { [ACTIONS]: `${SOURCES[ACTIONS]}\nexport async function everybody() {}` },
  feature: { 'lib/plans/features.ts': SOURCES['lib/plans/features.ts'].replace('{} }', '{}, extras: {} }') },
  gone: { 'lib/plans/features.ts': SOURCES['lib/plans/features.ts'].replace("'member_tools'", "'tools'") },
};
const trees = treesOf({
  good: SOURCES,
  unguarded: { ...SOURCES, ...more.unguarded },
  action: { ...SOURCES, ...more.action },
  feature: { ...SOURCES, ...more.feature },
  gone: { ...SOURCES, ...more.gone },
});
const tree = (name = 'good') => trees.get(name) as Tree;
const rulesIn = (build: Partial<Build>, name?: string) => [
  ...new Set(checkBuild({ ...GOOD, ...build }, tree(name)).map(({ rule }) => rule)),
];
const matching = (regexp: string) => ({ runtime: 'nodejs', matchers: [{ regexp }] });

const DOCTORED: [rules: string[], what: string, build: Partial<Build>, tree?: string][] = [
  [
    ['surfaces-declared'],
    'a page that asks nobody',
    { entries: { ...GOOD.entries, '/t~/[org]/report/page': '/t~/[org]/report' } },
    'unguarded',
  ],
  [
    ['surfaces-declared'],
    'an action that no wrapper made',
    { actions: { ...GOOD.actions, '7f02': { filename: ACTIONS, exportedName: 'everybody' } } },
    'action',
  ],
  [
    ['surfaces-declared'],
    'an action of a file that is not there',
    { actions: { ...GOOD.actions, '7f02': { filename: 'app/old.ts', exportedName: 'old' } } },
  ],
  [['surfaces-declared'], 'an action without a name', { actions: { ...GOOD.actions, '7f02': {} } }],
  [
    ['surfaces-declared'],
    'a handler that is not in the sources',
    { entries: { ...GOOD.entries, '/api/debug/route': '/api/debug' } },
  ],
  [['features-gate'], 'a feature that closes nothing', {}, 'feature'],
  [['features-gate'], 'a permission of a feature that is none', {}, 'gone'],
  [['build-is-current'], 'a build of older sources', {}, 'unguarded'],
  [['actions-used'], 'an action that no page calls', { actions: {} }],
  [
    ['nothing-prerendered'],
    'a page of an organization made while building',
    { prerendered: [...GOOD.prerendered, '/t~/[org]/members'] },
  ],
  [['nothing-prerendered'], 'a root page made while building', { prerendered: ['/'] }],
  [['middleware-covers'], 'no middleware', { middleware: undefined }],
  [['middleware-covers'], 'a matcher without files', { middleware: matching('^/((?!_next|.*\\.).*)$') }],
  [
    ['middleware-covers'],
    'a matcher without the API',
    { middleware: matching('^/(?!api/|_next/static/).*$') },
  ],
  [
    ['middleware-covers'],
    'a matcher that forgets flight data',
    { middleware: matching('^/(?!_next/static/)(?!.*\\.rsc$).*$') },
  ],
  [
    ['middleware-covers'],
    'the edge runtime',
    { middleware: { runtime: 'edge', matchers: [{ regexp: MATCHER }] } },
  ],
  [['no-source-maps'], 'a source map', { staticFiles: ['chunks/a.js.map'] }],
  [
    ['no-source-maps'],
    'a file that names its map',
    { staticText: () => 'run()\n//# sourceMappingURL=a.js.map' },
  ],
  [
    ['no-server-code'],
    'a statement in the browser’s bundle',
    { staticText: () => 'let q="SELECT set_config(\'app.org_id\', $1, true)"' },
  ],
  [['only-the-app'], 'a page of the pages router', { pages: { '/admin': 'pages/admin.js' } }],
  [['only-the-app'], 'a rewrite of the settings', { configured: ['/proxy/:path*'] }],
  [['only-the-app'], 'an action on the edge', { edgeActions: { '7f03': {} } }],
];

describe('[I4] the manifest guard', () => {
  test('lets pass a build in which everything is declared', () => {
    expect(checkBuild(GOOD, tree())).toEqual([]);
  });

  test.each(DOCTORED.map(([rules, what, ...rest]) => [`${rules[0]}: ${what}`, rules, ...rest] as const))(
    'catches %s',
    (_, rules, build, name) => {
      expect(rulesIn(build, name)).toEqual(rules);
    },
  );

  test('has a doctored build for every rule', () => {
    const planted = new Set(DOCTORED.map(([rules]) => rules[0]));
    expect(MANIFEST_RULES.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });

  test('lists every surface with its scope, permission and pages', () => {
    expect(surfacesOf(GOOD, tree()).known).toEqual([
      { kind: 'page', path: '/', file: 'app/(root)/page.tsx', exportName: 'default', scope: 'public' },
      {
        kind: 'route',
        path: '/auth/renew',
        file: 'app/(root)/auth/renew/route.ts',
        exportName: 'GET',
        scope: 'user',
      },
      {
        kind: 'page',
        path: '/t~/[org]/members',
        file: 'app/t~/[org]/members/page.tsx',
        exportName: 'default',
        scope: 'org',
        permission: 'member.read',
      },
      {
        kind: 'route',
        path: '/api/health',
        file: 'app/api/health/route.ts',
        exportName: 'GET',
        scope: 'public',
      },
      {
        kind: 'page',
        path: '/_not-found',
        file: 'app/not-found.tsx',
        exportName: 'default',
        scope: 'public',
      },
      {
        kind: 'page',
        path: '/_global-error',
        file: 'app/global-error.tsx',
        exportName: 'default',
        scope: 'public',
      },
      {
        kind: 'action',
        path: '7f01',
        file: ACTIONS,
        exportName: 'removeMember',
        scope: 'org',
        permission: 'member.remove',
        pages: ['/t~/[org]/members'],
      },
    ]);
  });

  test.each([
    ['manifest', { NEXT_DIST_DIR: '.next-that-is-not-there' }, 'no finished build'],
    ['catalogue', { GUARD_DATABASE_URL: '' }, 'no migrated database'],
  ])('a guard that can’t look has not passed: %s', { timeout: 30_000 }, (guard, env, says) => {
    const root = path.join(import.meta.dirname, '..');
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'guard/main.ts', guard], {
      cwd: root,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect(stdout).toContain(says);
    expect(status).toBe(1);
  });
});
