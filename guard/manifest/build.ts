import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a finished `next build` says of itself. */
export type Build = {
  /** Every page and handler: the entry (`/t~/[org]/members/page`) and the path that it answers at. */
  entries: Record<string, string>;
  /** Every server action that a page can call, by its id. */
  actions: Record<string, { filename?: string; exportedName?: string; workers?: Record<string, unknown> }>;
  /** Actions of the edge runtime: there are none. */
  edgeActions: Record<string, unknown>;
  middleware?: { runtime?: string; matchers?: { regexp: string }[] };
  /** Paths whose answer was made while building. */
  prerendered: string[];
  /** Rewrites, redirects and headers of the settings, Next's own left out. */
  configured: string[];
  /** Entries of the pages router: Next's own error page. */
  pages: Record<string, string>;
  /** What the browser may load: file names, and their texts on request. */
  staticFiles: string[];
  staticText(file: string): string;
};

/**
 * Reads the build in `dist`.
 * @throws Error when there is none, or it was not finished
 */
export function readBuild(dist: string): Build {
  if (!existsSync(path.join(dist, 'BUILD_ID')))
    throw new Error(`There is no finished build in ${dist}. Run npm run build first.`);
  const json = (file: string) => JSON.parse(readFileSync(path.join(dist, file), 'utf8'));
  const references = json('server/server-reference-manifest.json');
  const prerender = json('prerender-manifest.json');
  const routes = json('routes-manifest.json');
  const { beforeFiles = [], afterFiles = [], fallback = [] } = routes.rewrites ?? {};
  const listed = [...beforeFiles, ...afterFiles, ...fallback, ...routes.redirects, ...routes.headers];
  return {
    entries: json('app-path-routes-manifest.json'),
    actions: references.node,
    edgeActions: references.edge,
    middleware: json('server/functions-config-manifest.json').functions?.['/_middleware'],
    prerendered: [...Object.keys(prerender.routes), ...Object.keys(prerender.dynamicRoutes)],
    configured: listed.filter((one) => !one.internal).map((one) => one.source),
    pages: json('server/pages-manifest.json'),
    staticFiles: under(path.join(dist, 'static')),
    staticText: (file) => readFileSync(path.join(dist, 'static', file), 'utf8'),
  };
}

function under(folder: string, prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? under(path.join(folder, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`],
  );
}
