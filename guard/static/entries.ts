import {
  isExportAssignment,
  isExportDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  isVariableStatement,
  type Node,
} from 'typescript/unstable/ast';
import { fileHasDirective, hasDirective, isExported, nodes } from './ast';
import {
  type Declared,
  declaredAction,
  declaredPage,
  declaredRoute,
  type Undeclared,
  unasked,
} from './declared';
import { importsOf } from './imports';
import { among, type Hit, hit, type Rule } from './rule';
import type { File } from './tree';

const ORG_PAGES = 'app/t~/[org]/';
const WORKSPACE_PAGES = 'app/t~/[org]/s/[subTeam]/';
const ROOT_PAGES = 'app/(root)/';
const isPage = (file: File) => /(^|\/)page\.[jt]sx?$/.test(file.path);

function* undeclared(file: File, found: Declared | Undeclared, name = ''): Generator<Hit> {
  if ('problem' in found) {
    const what = `${name}${name && ' '}${found.problem}`;
    // The node may stand in the file that this one re-exports from: the line is that of this file then.
    const own = found.node && found.node.getSourceFile() === file.source ? found.node : file.source;
    yield hit(file, own, what);
  }
}

export const orgPages: Rule = {
  id: 'org-pages',
  promise:
    'Every page of an organization’s host asks for an actor with a permission before it reads anything.',
  instead: "Begin the component with `const actor = await requireActor('…')`, or requireActorWith.",
  *check(tree) {
    for (const file of tree.files) {
      if (!isPage(file) || !file.path.startsWith(ORG_PAGES)) continue;
      const declared = declaredPage(tree, file);
      yield* undeclared(file, declared);
      if ('scope' in declared && declared.scope !== 'org')
        yield hit(file, file.source, `is for ${declared.scope}, on an organization’s host`);
    }
  },
};

export const workspacePages: Rule = {
  id: 'workspace-pages',
  promise: 'What lies under /s/ enters the workspace of its path, and nothing else does.',
  instead:
    'Under app/t~/[org]/s/[subTeam] use requireWorkspace(With) and workspaceRoute, elsewhere requireActor(With) and orgRoute.',
  *check(tree) {
    for (const file of tree.files) {
      if (!file.path.startsWith(ORG_PAGES)) continue;
      const inside = file.path.startsWith(WORKSPACE_PAGES);
      const found = isPage(file)
        ? [declaredPage(tree, file)]
        : /(^|\/)route\.[jt]sx?$/.test(file.path)
          ? exportsOf(file).map(({ name }) => declaredRoute(tree, file, name))
          : [];
      for (const one of found)
        if ('scope' in one && one.scope === 'org' && (one.workspace ?? false) !== inside)
          yield hit(
            file,
            file.source,
            inside ? 'enters the org alone' : 'enters a workspace, with none in its path',
          );
    }
  },
};

export const rootPages: Rule = {
  id: 'root-pages',
  promise: 'Every page of the root host says whether it is for a signed-in person or for anybody.',
  instead: 'Begin the component with `await requirePerson()` or `await publicPage()`.',
  *check(tree) {
    for (const file of tree.files) {
      if (!isPage(file) || !file.path.startsWith(ROOT_PAGES)) continue;
      const declared = declaredPage(tree, file);
      yield* undeclared(file, declared);
      if ('scope' in declared && declared.scope === 'org')
        yield hit(file, file.source, 'asks for an actor on the root host, where no organization is');
    }
  },
};

/** Files that Next serves by their name: each is an endpoint that no wrapper guards. */
const SERVED =
  /(^|\/)(icon|apple-icon|opengraph-image|twitter-image|favicon|sitemap|robots|manifest)\d*\.([jt]sx?|ico|png|svg|jpe?g|gif|txt|xml|json|webmanifest)$/;

export const entryPlaces: Rule = {
  id: 'entry-places',
  promise: 'Pages lie under app/t~/[org] or app/(root), and no file is an endpoint just by its name.',
  instead: 'Put a page in one of the two folders, and serve a file through a route.ts of its own.',
  *check(tree) {
    for (const file of tree.files) {
      if (!file.path.startsWith('app/')) continue;
      const page = isPage(file) && !among(file.path, [ORG_PAGES, ROOT_PAGES]);
      if (page) yield hit(file, file.source, 'a page outside the two folders');
      if (SERVED.test(file.path)) yield hit(file, file.source, 'served by its name');
    }
  },
};

export const layoutsAsk: Rule = {
  id: 'layouts-ask',
  promise: 'A layout, or what makes a page’s title, asks who is there before it reads data.',
  instead: 'Call actorIfAny() or requireActor(…) first, and read with the actor that it gives.',
  *check(tree) {
    for (const file of tree.files) {
      const name = /(^|\/)(page|layout|template|default)\.[jt]sx?$/.exec(file.path)?.[2];
      if (!name || !file.path.startsWith('app/')) continue;
      for (const entry of name === 'page'
        ? ['generateMetadata', 'generateViewport']
        : ['default', 'generateMetadata', 'generateViewport']) {
        const call = unasked(file, entry);
        if (call) yield hit(file, call, `${entry} reads data before it asks`);
      }
    }
  },
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Handlers that no wrapper can make, with what they are instead. `guard --table` shows them as they are here. */
export const BARE_ROUTES: Record<string, { scope: 'public'; reason: string }> = {
  'app/api/auth/[...nextauth]/route.ts': {
    scope: 'public',
    reason: 'next-auth’s own endpoints; refuses every host but the root host',
  },
  'app/api/health/route.ts': { scope: 'public', reason: 'answers on every host, before any is known' },
};

export const routeMethods: Rule = {
  id: 'route-methods',
  promise: 'Every handler says whom it is for: organization and permission, person, or anybody.',
  instead: "Write `export const GET = orgRoute('…', …)`, userOrSignInRoute(…) or publicRoute(…).",
  *check(tree) {
    for (const file of tree.files) {
      if (!/^app\/(.*\/)?route\.[jt]sx?$/.test(file.path) || BARE_ROUTES[file.path]) continue;
      const methods = exportsOf(file);
      if (methods.length === 0) yield hit(file, file.source, 'exports no handler');
      for (const { name, node } of methods) {
        if (METHODS.includes(name)) yield* undeclared(file, declaredRoute(tree, file, name), name);
        else yield hit(file, node, `exports ${name}, which is no handler`);
      }
    }
  },
};

/** The values that a file exports, by name; `*` and `default` as they are. */
export function exportsOf(file: File): { name: string; node: Node }[] {
  const found: { name: string; node: Node }[] = [];
  for (const statement of file.source.statements) {
    if (isTypeAliasDeclaration(statement) || isInterfaceDeclaration(statement)) continue;
    if (isExportAssignment(statement)) found.push({ name: 'default', node: statement });
    else if (isExportDeclaration(statement)) {
      if (statement.isTypeOnly) continue;
      const clause = statement.exportClause;
      if (clause && 'elements' in clause)
        for (const one of clause.elements) {
          if (!one.isTypeOnly) found.push({ name: one.name.text, node: one });
        }
      else found.push({ name: '*', node: statement });
    } else if (isExported(statement)) {
      if (isVariableStatement(statement))
        for (const one of statement.declarationList.declarations)
          found.push({ name: isIdentifier(one.name) ? one.name.text : '*', node: one });
      else if (isFunctionDeclaration(statement))
        found.push({ name: statement.name?.text ?? 'default', node: statement });
      else found.push({ name: '*', node: statement });
    }
  }
  return found;
}

export const actionExports: Rule = {
  id: 'action-exports',
  promise: 'Everything that an actions file exports is a wrapped action: each export is a public endpoint.',
  instead:
    "Write `export const changeIt = orgAction('…', schema, handler)`, userAction(…) or publicAction(…); put all else into another file.",
  *check(tree) {
    for (const file of tree.files) {
      if (!fileHasDirective(file, 'use server')) continue;
      for (const { name, node } of exportsOf(file)) {
        const found = declaredAction(tree, file, name);
        if ('problem' in found) yield hit(file, found.node ?? node, `${name} ${found.problem}`);
      }
    }
  },
};

export const noInlineActions: Rule = {
  id: 'no-inline-actions',
  promise: 'No action is written inside a component: it would carry what it closes over to the client.',
  instead: "Put it into a file that begins with 'use server', as orgAction(…).",
  *check(tree) {
    for (const file of tree.files)
      for (const node of nodes(file.source)) {
        const body = (node as { body?: Node & { statements?: Iterable<never> } }).body;
        if (body?.statements && hasDirective(body.statements, 'use server'))
          yield hit(file, node, 'an inline action');
      }
  },
};

export const actionsReturn: Rule = {
  id: 'actions-return',
  promise: 'An action answers with a value: what throws to navigate would arrive as a failure.',
  instead: 'Return { data: { href } } and let the form go there, or throw an AppError.',
  *check(tree) {
    for (const file of tree.files) {
      if (!fileHasDirective(file, 'use server')) continue;
      for (const one of importsOf(file))
        if (one.specifier === 'next/navigation') yield hit(file, one.node, 'imports next/navigation');
    }
  },
};
