import path from 'node:path';
import {
  type ExportDeclaration,
  type ImportDeclaration,
  isCallExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamedExports,
  isNamedImports,
  isNamespaceImport,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { literal, nodes } from './ast';
import type { File } from './tree';

/** One name that an import or a re-export takes from a module. */
export type Taken = {
  /** As the module calls it; `*` for all of it, `default` for its default. */
  name: string;
  /** As this file calls it (or gives it on). */
  as: string;
  /** Erased by the compiler. */
  typeOnly: boolean;
};

/** One import, re-export or dynamic import. */
export type Import = {
  node: Node;
  specifier: string;
  /** The path inside the project, without extension; undefined for a package. */
  inside: string | undefined;
  taken: Taken[];
  /** Nothing of it remains in the output. */
  typeOnly: boolean;
  /** `export … from`. */
  reexport: boolean;
};

const known = new WeakMap<File, Import[]>();

/** Everything that a file takes from other modules. */
export function importsOf(file: File): Import[] {
  let found = known.get(file);
  if (!found) {
    found = [...read(file)];
    known.set(file, found);
  }
  return found;
}

function* read(file: File): Generator<Import> {
  for (const node of nodes(file.source)) {
    if (isImportDeclaration(node)) {
      yield made(file, node, literal(node.moduleSpecifier), importTaken(node), false);
    } else if (isExportDeclaration(node) && node.moduleSpecifier) {
      yield made(file, node, literal(node.moduleSpecifier), exportTaken(node), true);
    } else if (isCallExpression(node)) {
      const required = isIdentifier(node.expression) && node.expression.text === 'require';
      if (node.expression.kind !== SyntaxKind.ImportKeyword && !required) continue;
      yield made(file, node, literal(node.arguments[0]), [{ name: '*', as: '*', typeOnly: false }], false);
    }
  }
}

function made(file: File, node: Node, specifier = '', taken: Taken[] = [], reexport = false): Import {
  return {
    node,
    specifier,
    inside: inside(file.path, specifier),
    taken,
    typeOnly: taken.length > 0 && taken.every((one) => one.typeOnly),
    reexport,
  };
}

function inside(from: string, specifier: string): string | undefined {
  const bare = specifier.replace(/\.[cm]?[jt]sx?$/, '');
  if (bare.startsWith('@/')) return path.posix.normalize(bare.slice(2));
  if (bare.startsWith('.')) return path.posix.join(path.posix.dirname(from), bare);
  return undefined;
}

function importTaken({ importClause: clause }: ImportDeclaration): Taken[] {
  if (!clause) return []; // for its effects
  const typeOnly = clause.phaseModifier === SyntaxKind.TypeKeyword;
  const taken: Taken[] = clause.name ? [{ name: 'default', as: clause.name.text, typeOnly }] : [];
  const bindings = clause.namedBindings;
  if (bindings && isNamespaceImport(bindings)) taken.push({ name: '*', as: bindings.name.text, typeOnly });
  if (bindings && isNamedImports(bindings))
    for (const one of bindings.elements)
      taken.push({
        name: (one.propertyName ?? one.name).text,
        as: one.name.text,
        typeOnly: typeOnly || one.isTypeOnly,
      });
  return taken;
}

function exportTaken(node: ExportDeclaration): Taken[] {
  const clause = node.exportClause;
  if (!clause || !isNamedExports(clause)) return [{ name: '*', as: '*', typeOnly: node.isTypeOnly }];
  return clause.elements.map((one) => ({
    name: (one.propertyName ?? one.name).text,
    as: one.name.text,
    typeOnly: node.isTypeOnly || one.isTypeOnly,
  }));
}

/** The module that a name of this file comes from, and what it is called there. */
export function importedAs(file: File, name: string): { from: Import; name: string } | undefined {
  for (const one of importsOf(file)) {
    const taken = one.reexport ? undefined : one.taken.find((t) => t.as === name && !t.typeOnly);
    if (taken) return { from: one, name: taken.name };
  }
  return undefined;
}
