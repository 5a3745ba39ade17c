import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceFile } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

/** A parsed source file of the product. `path` is relative to the root, with slashes. */
export type File = { readonly path: string; readonly source: SourceFile };

/** What the static rules look at: the product's sources parsed, and a few other files as text. */
export type Tree = {
  readonly files: readonly File[];
  /** The source file that an import path (without extension) means. */
  file(importPath: string): File | undefined;
  /** Other files by their paths: migrations, models, the lock, package.json. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files that don't parse: no rule can speak for them. */
  readonly broken: readonly { path: string; line: number; message: string }[];
};

const FOLDERS = ['app', 'components', 'lib'];
const ALONE =
  /^(middleware|proxy|instrumentation|instrumentation-client|next\.config|mdx-components)\.[cm]?[jt]sx?$/;
const TEXTS = /^(package\.json|package-lock\.json|prisma\/(schema|migrations)\/.+\.(prisma|sql))$/;

const isSource = (file: string) =>
  /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.ts$|(^|[./])(test|spec)\.[cm]?[jt]sx?$|\/testing\//.test(file);
const isProduct = (file: string) =>
  isSource(file) &&
  (ALONE.test(file) || (FOLDERS.includes(file.split('/')[0] ?? '') && !file.startsWith('lib/generated/')));

/** Reads the product's tree under `root`. Tests, folders named `testing` and generated files are no product. */
export function readTree(root: string): Tree {
  const found = [
    ...readdirSync(root),
    ...[...FOLDERS, 'prisma/schema', 'prisma/migrations'].flatMap((folder) => under(root, folder)),
  ];
  return parse(new Map([['', { root, found }]])).get('') as Tree;
}

/**
 * Trees out of texts, by name: fixtures. All are parsed at once.
 * @param trees for each name its files, by path
 */
export function treesOf(trees: Record<string, Record<string, string>>): Map<string, Tree> {
  const root = mkdtempSync(path.join(tmpdir(), 'guard-'));
  try {
    const places = Object.entries(trees).map(([name, files], i) => {
      const own = path.join(root, String(i));
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.join(own, path.dirname(file)), { recursive: true });
        writeFileSync(path.join(own, file), text);
      }
      return [name, { root: own, found: Object.keys(files) }] as const;
    });
    return parse(new Map(places));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function under(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (file === 'lib/generated') return [];
    return entry.isDirectory() ? under(root, file) : [file];
  });
}

/** Syntax only: nothing is resolved, so that a whole tree takes tenths of a second. */
function parse(places: Map<string, { root: string; found: string[] }>): Map<string, Tree> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guard-'));
  const config = path.join(folder, 'tsconfig.json');
  const compilerOptions = {
    noResolve: true,
    noLib: true,
    types: [],
    allowJs: true,
    jsx: 'preserve',
    target: 'esnext',
    module: 'esnext',
    moduleResolution: 'bundler',
    noEmit: true,
  };
  const files = [...places.values()].flatMap(({ root, found }) =>
    found.filter(isProduct).map((file) => path.join(root, file)),
  );
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const api = new API({ cwd: folder });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProjects()[0];
    if (!project) throw new Error('TypeScript opened no project');
    const source = (file: string): SourceFile => {
      const parsed = project.program.getSourceFile(file);
      if (!parsed) throw new Error(`TypeScript did not read ${file}`);
      return parsed;
    };
    const wrong = project.program.getSyntacticDiagnostics();
    return new Map(
      [...places].map(([name, { root, found }]) => [name, treeFrom(root, found, source, wrong)] as const),
    );
  } finally {
    api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Diagnostics = readonly { fileName?: string; pos: number; text: string }[];

function treeFrom(
  root: string,
  found: string[],
  source: (file: string) => SourceFile,
  wrong: Diagnostics,
): Tree {
  const files = found
    .filter(isProduct)
    .map((file) => ({ path: file, source: source(path.join(root, file)) }));
  const byImport = new Map(files.map((file) => [file.path.replace(/\.[cm]?[jt]sx?$/, ''), file]));
  const texts = new Map(
    found
      .filter((file) => TEXTS.test(file))
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const),
  );
  const broken = files.flatMap((file) =>
    wrong
      .filter((d) => d.fileName === file.source.fileName)
      .map((d) => ({
        path: file.path,
        line: file.source.getLineAndCharacterOfPosition(d.pos).line + 1,
        message: d.text,
      })),
  );
  return { files, texts, broken, file: (importPath) => byImport.get(importPath) };
}
