import path from 'node:path';
import {
  ORG_PARTS,
  RESOURCE_NAMES,
  RESOURCES,
  type ResourceName,
  type Verb,
} from '../../lib/resources/names';
import {
  type Declared,
  declaredAction,
  declaredPage,
  declaredRoute,
  type Undeclared,
} from '../static/declared';
import { BARE_ROUTES, exportsOf } from '../static/entries';
import { readTree, type Tree } from '../static/tree';
import { type Build, readBuild } from './build';

/** One thing that a request can reach, and whom it is for. */
export type Surface = {
  kind: 'page' | 'route' | 'action';
  /** The path that a page or a handler answers at, on the host `[org]` stands for; an action's id. */
  path: string;
  file: string;
  /** `default` for a page, the method for a handler, the constant's name for an action. */
  exportName: string;
  scope: Declared['scope'];
  permission?: string;
  /** It is one of every described resource’s: which one. */
  resource?: ResourceName;
  /** It enters a workspace: the one that the path names. */
  workspace?: true;
  /** For an action: the paths of the pages that bundle it. */
  pages?: string[];
};

/** A surface whose source doesn't say whom it is for. */
export type Unknown = { at: string; what: string };

/** Pages that Next adds, with the file that is theirs in the app. */
const NEXT_PAGES: Record<string, string> = {
  '/_not-found/page': 'app/not-found.tsx',
  '/_global-error/page': 'app/global-error.tsx',
};

/**
 * Where clients ask for what lies at a path in the app: the pages of what is the organization's as a whole lie among those
 * of a workspace, and answer at an address without one.
 */
const askedAt = (path: string): string =>
  path.replace(/\/s\/\[subTeam\](?=\/([^/]+))/, (workspace, part) => (ORG_PARTS.has(part) ? '' : workspace));

/**
 * Every page, handler and action of a finished build, as its source declares it.
 * @param dist the build's folder
 * @throws Error naming each one whose source doesn't say whom it is for
 */
export function surfaces(dist: string, root = path.join(import.meta.dirname, '../..')): Surface[] {
  const { known, unknown } = surfacesOf(readBuild(dist), readTree(root));
  if (unknown.length > 0) throw new Error(unknown.map(({ at, what }) => `${at}: ${what}`).join('\n'));
  return known;
}

/** The same for a build and a tree that were read already, with what isn't declared apart. */
export function surfacesOf(build: Build, tree: Tree): { known: Surface[]; unknown: Unknown[] } {
  const known: Surface[] = [];
  const unknown: Unknown[] = [];
  const written = new Set(Object.values(build.entries));
  /** One surface for each resource that has the verb: with its part of the path, and its permission. */
  const forEach = (
    surface: Omit<Surface, 'scope' | 'permission' | 'workspace'>,
    { verb, ...declared }: Declared & { verb: Verb },
  ) => {
    for (const resource of RESOURCE_NAMES) {
      const { path: part, verbs } = RESOURCES[resource];
      if (!(verbs as readonly Verb[]).includes(verb)) continue;
      const path = surface.path.replace('[resource]', part);
      // A page of the resource's own stands in its place.
      if (path !== surface.path && written.has(path)) continue;
      const named = surface.kind === 'action' ? { exportName: `${surface.exportName} ${resource}` } : {};
      const pages = surface.pages?.map((page) => askedAt(page.replace('[resource]', part)));
      const permission = `${resource}.${verb}`;
      known.push({ ...surface, ...declared, ...named, path: askedAt(path), pages, resource, permission });
    }
  };
  const add = (
    surface: Omit<Surface, 'scope' | 'permission' | 'workspace'>,
    declared: Declared | Undeclared,
  ) => {
    if ('verb' in declared && declared.verb) forEach(surface, { ...declared, verb: declared.verb });
    else if ('scope' in declared) known.push({ ...surface, ...declared, path: askedAt(surface.path) });
    else unknown.push({ at: `${surface.file} ${surface.exportName}`, what: declared.problem });
  };

  for (const [entry, url] of Object.entries(build.entries)) {
    const framework = NEXT_PAGES[entry];
    if (framework) {
      add({ kind: 'page', path: url, file: framework, exportName: 'default' }, { scope: 'public' });
      continue;
    }
    const file = tree.file(`app${entry}`);
    if (!file) {
      unknown.push({ at: entry, what: 'the build has it, the sources don’t' });
    } else if (entry.endsWith('/route')) {
      for (const { name } of exportsOf(file)) {
        const bare = BARE_ROUTES[file.path];
        const surface = { kind: 'route', path: url, file: file.path, exportName: name } as const;
        add(surface, bare ? { scope: bare.scope } : declaredRoute(tree, file, name));
      }
    } else {
      add({ kind: 'page', path: url, file: file.path, exportName: 'default' }, declaredPage(tree, file));
    }
  }

  for (const [id, { filename = '', exportedName = '', workers = {} }] of Object.entries(build.actions)) {
    const file = tree.file(filename.replace(/\.[cm]?[jt]sx?$/, ''));
    if (!file) {
      unknown.push({ at: `${filename || id} ${exportedName}`, what: 'the build has it, the sources don’t' });
      continue;
    }
    const pages = Object.keys(workers).map((worker) =>
      askedAt(build.entries[worker.replace(/^app/, '')] ?? worker),
    );
    const surface = { kind: 'action', path: id, file: file.path, exportName: exportedName, pages } as const;
    add(surface, declaredAction(tree, file, exportedName));
  }
  return { known, unknown };
}
