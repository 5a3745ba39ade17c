import { fileHasDirective } from '../static/ast';
import { exportsOf } from '../static/entries';
import { featuresIn } from '../static/features';
import type { Tree } from '../static/tree';
import type { Build } from './build';
import { surfacesOf } from './surfaces';

/** One rule over a finished build. */
export type ManifestRule = {
  readonly id: string;
  /** One line: what holds while this rule finds nothing. */
  readonly promise: string;
  /** What to do instead. */
  readonly instead: string;
  check(build: Build, tree: Tree): { at: string; what: string }[];
};

const surfacesDeclared: ManifestRule = {
  id: 'surfaces-declared',
  promise:
    'Everything that a request can reach says whom it is for: organization and permission, person, or anybody.',
  instead: 'Wrap it (orgAction, orgRoute), or begin the page with requireActor, requirePerson or publicPage.',
  check: (build, tree) => surfacesOf(build, tree).unknown,
};

const featuresGate: ManifestRule = {
  id: 'features-gate',
  promise: 'Every feature closes something: a page, a handler or an action asks for a permission of it.',
  instead: 'Give one of its permissions to a surface, or take the feature out of lib/plans/features.ts.',
  check(build, tree) {
    const { features, featureOf } = featuresIn(tree);
    const asked = new Set(
      surfacesOf(build, tree).known.map(({ permission = '' }) => featureOf.get(permission)),
    );
    return [
      ...[...features]
        .filter((feature) => !asked.has(feature))
        .map((at) => ({ at, what: 'no surface asks for a permission of it' })),
      ...[...featureOf]
        .filter(([, feature]) => !features.has(feature))
        .map(([at, feature]) => ({
          at,
          what: `it belongs to ${feature || 'something'}, which is no feature`,
        })),
    ];
  },
};

const buildIsCurrent: ManifestRule = {
  id: 'build-is-current',
  promise: 'The build is of these sources: it has every page and handler of theirs.',
  instead: 'Build again: npm run build.',
  check: (build, tree) =>
    tree.files
      .filter(({ path }) => /^app\/(.*\/)?(page|route)\.[jt]sx?$/.test(path))
      .filter(({ path }) => !build.entries[path.replace(/^app/, '').replace(/\.[jt]sx?$/, '')])
      .map(({ path }) => ({ at: path, what: 'the sources have it, the build hasn’t' })),
};

const actionsUsed: ManifestRule = {
  id: 'actions-used',
  promise: 'Every action is called by a page: none is left over as an endpoint of nobody’s.',
  instead: 'Use it, or remove it.',
  check(build, tree) {
    const built = new Set(Object.values(build.actions).map((one) => `${one.filename} ${one.exportedName}`));
    return tree.files
      .filter((file) => fileHasDirective(file, 'use server'))
      .flatMap((file) => exportsOf(file).map(({ name }) => `${file.path} ${name}`))
      .filter((name) => !built.has(name))
      .map((at) => ({ at, what: 'no page calls it' }));
  },
};

/** Pages that are the same for everybody, always. */
const PRERENDERED = ['/_global-error', '/_not-found', '/500'];

const nothingPrerendered: ManifestRule = {
  id: 'nothing-prerendered',
  promise: 'No page was made while building, when no organization was asked for.',
  instead: 'Ask who is there (requireActor, requirePerson, publicPage): that makes it per request.',
  check: (build) =>
    build.prerendered
      .filter((path) => !PRERENDERED.includes(path))
      .map((at) => ({ at, what: 'it was made while building' })),
};

/** The spellings under which Next answers for one path. */
const variants = (path: string) => [
  path,
  `${path === '/' ? '/index' : path}.rsc`,
  `${path === '/' ? '/index' : path}.segments/_tree.segment.rsc`,
  `/_next/data/build${path === '/' ? '/index' : path}.json`,
  `${path === '/' ? '' : path}/`,
];
const BESIDES = [
  '/favicon.ico',
  '/a.png',
  '/a.css',
  '/_next/image',
  '/_next/data/b/a.json',
  '/.well-known/x',
  '/%74~/acme',
  '/t~/acme',
];

const middlewareCovers: ManifestRule = {
  id: 'middleware-covers',
  promise:
    'The middleware runs for every path, in every spelling that Next answers to; only the build’s own files pass it by.',
  instead: 'Leave the matcher at "everything but _next/static/", on the Node runtime.',
  check({ middleware, entries }) {
    const matchers = (middleware?.matchers ?? []).map(({ regexp }) => new RegExp(regexp));
    if (!middleware || matchers.length === 0) return [{ at: 'middleware.ts', what: 'the build has none' }];
    const filled = Object.values(entries).map((path) =>
      path.replace(/\[{1,2}\.{3}\w+\]{1,2}/g, 'a/b').replace(/\[\w+\]/g, 'acme'),
    );
    const missed = [...new Set([...filled, ...BESIDES])]
      .flatMap((path) => variants(path).filter((one) => !matchers.some((matcher) => matcher.test(one))))
      .map((path) => ({ at: 'middleware.ts', what: `${path} passes it by` }));
    return middleware.runtime === 'nodejs'
      ? missed
      : [...missed, { at: 'middleware.ts', what: `it runs on ${middleware.runtime ?? 'another runtime'}` }];
  },
};

const noSourceMaps: ManifestRule = {
  id: 'no-source-maps',
  promise: 'The sources don’t reach the browser.',
  instead: 'Leave productionBrowserSourceMaps out of next.config.ts.',
  check: (build) =>
    build.staticFiles
      .filter(
        (file) =>
          file.endsWith('.map') ||
          (/\.(js|css)$/.test(file) && /[#@] sourceMappingURL=/.test(build.staticText(file))),
      )
      .map((file) => ({ at: `static/${file}`, what: 'it holds or names a source map' })),
};

/** Words that only code of the server has. */
const SERVER_WORDS = [
  'set_config(',
  'enter_org(',
  'app.org_id',
  'APP_DATABASE_URL',
  'AUTH_DATABASE_URL',
  'AUTH_SECRET',
  'rowhouse_app',
];

const noServerCode: ManifestRule = {
  id: 'no-server-code',
  promise: 'No code that reaches the database or knows a setting was bundled for the browser.',
  instead: 'Find the client file that imports it (npm run guard -- static, rule client-reach).',
  check: (build) =>
    build.staticFiles
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => {
        const text = build.staticText(file);
        return SERVER_WORDS.filter((word) => text.includes(word)).map((word) => ({
          at: `static/${file}`,
          what: `it says ${word}`,
        }));
      }),
};

const onlyTheApp: ManifestRule = {
  id: 'only-the-app',
  promise:
    'Nothing answers besides app/: no pages router, no rewrites, redirects or headers of the settings, no edge.',
  instead: 'Write a page or a handler under app/, and leave headers to the middleware.',
  check: (build) => [
    ...Object.keys(build.pages)
      .filter((page) => !['/500', '/404', '/_error', '/_app', '/_document'].includes(page))
      .map((at) => ({ at, what: 'a page of the pages router' })),
    ...build.configured.map((at) => ({ at, what: 'a rule of next.config.ts' })),
    ...Object.keys(build.edgeActions).map((at) => ({ at, what: 'an action on the edge runtime' })),
  ],
};

/** Every rule over a build. */
export const MANIFEST_RULES: readonly ManifestRule[] = [
  surfacesDeclared,
  featuresGate,
  buildIsCurrent,
  actionsUsed,
  nothingPrerendered,
  middlewareCovers,
  noSourceMaps,
  noServerCode,
  onlyTheApp,
];
