import {
  type Expression,
  isAsExpression,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isTypeReferenceNode,
} from 'typescript/unstable/ast';
import { calleeName, literal, nodes } from './ast';
import { importsOf } from './imports';
import { among, hit, type Rule } from './rule';

export const databasePackages: Rule = {
  id: 'database-packages',
  promise: 'Only lib/db knows of the database driver and of Prisma.',
  instead: 'Take a handle from inOrg or asUser (lib/db/in-org, lib/db/as-user).',
  *check(tree) {
    for (const file of tree.files) {
      if (file.path.startsWith('lib/db/')) continue;
      for (const one of importsOf(file))
        if (/^(pg|pg-[a-z-]+|postgres|prisma|@prisma\/.+|kysely|knex|drizzle-orm)(\/|$)/.test(one.specifier))
          yield hit(file, one.node, `imports ${one.specifier}`);
    }
  },
};

export const generatedClient: Rule = {
  id: 'generated-client',
  promise: 'The generated Prisma client is imported by lib/db alone; lib/data may take its types.',
  instead: 'Use the handle that inOrg or asUser gives; in lib/data write `import type`.',
  *check(tree) {
    for (const file of tree.files) {
      if (file.path.startsWith('lib/db/')) continue;
      for (const one of importsOf(file)) {
        if (!one.inside?.startsWith('lib/generated/prisma/')) continue;
        if (one.typeOnly && file.path.startsWith('lib/data/')) continue;
        yield hit(file, one.node, `imports ${one.typeOnly ? 'types of ' : ''}the generated client`);
      }
    }
  },
};

/** Who may use what lib/db offers. What is not named here is lib/db's own, types aside. */
const PRODUCT = ['lib/', 'app/'];
const DOORS: Record<string, Record<string, readonly string[]>> = {
  'lib/db/in-org': {
    inOrg: PRODUCT,
    inOrgTx: PRODUCT,
    readOrg: PRODUCT,
  },
  'lib/db/in-workspace': { inWorkspace: PRODUCT, inWorkspaceTx: PRODUCT, readWorkspace: PRODUCT },
  'lib/db/as-user': { asUser: PRODUCT, asUserTx: PRODUCT },
  'lib/db/sql': { sql: PRODUCT, ORG: PRODUCT, ME: PRODUCT, WORKSPACE: PRODUCT },
  'lib/db/violations': { isUniqueViolation: PRODUCT, isStillReferenced: PRODUCT },
};

/** The doors that need no scope, or make one: each caller with its reason. */
export const GATE: Record<string, Record<string, readonly string[]>> = {
  'lib/db/enter': {
    enterOrg: [
      'lib/admit/enter.ts', // the door: proves session and membership
      'lib/routing/replay-as.ts', // what your own request would come to
    ],
    enterWorkspace: ['lib/admit/enter.ts'], // the same for a workspace of the organization
    enterByToken: ['lib/admit/enter.ts'], // the same by a token, which proves its creator's membership
    enterUser: ['lib/admit/person.ts'], // proves a session
    enterInvitation: ['lib/data/join.ts'], // the invited person, who is no member yet
    enterDeletedOrg: ['lib/data/restore-org.ts'], // an owner, whom no other door lets in
    askGate: [
      // Before anyone is known.
      'lib/auth/public-host.ts', // whose host it is
      'lib/auth/handover.ts', // a code for another host, by the session
      'lib/data/join.ts', // what an invitation says before it is accepted
      'lib/data/brand-image.ts', // pictures that a sign-in page and mails show to anybody
      'lib/api/meter.ts', // counts of requests, of many organizations at once
      'lib/data/slug-availability.ts', // whether a name is free, of which the organizations are many
      'app/api/health/route.ts', // SELECT 1
    ],
  },
  'lib/db/in-org': {
    inNewOrg: ['lib/data/new-org.ts'], // founding
    // A person's own organization, entered from their account.
    inMyOrgTx: ['lib/data/leave.ts', 'lib/data/close-account.ts', 'lib/data/my-org-tokens.ts'],
  },
  // The role of the sign-in code, on connections of its own.
  'lib/db/auth-store': {
    askAuthGate: ['lib/auth/', 'lib/data/relay-incoming.ts'], // whose relay a signed event is for
  },
  'lib/db/as-account': {
    asAccount: ['lib/auth/', 'lib/data/join-as-new.ts'], // an account that an invitation creates
    asAccountTx: ['lib/auth/'],
  },
  'lib/db/as-relay': {
    // A signed event, which no person sends.
    inOrgAsRelay: ['lib/data/relay-incoming.ts'],
    inWorkspaceTxAsRelay: ['lib/data/relay-incoming.ts'],
  },
  'lib/db/as-job': {
    // Of the worker, which acts for nobody.
    inOrgAsJob: ['lib/jobs/'],
    inOrgTxAsJob: ['lib/jobs/'],
    inWorkspaceAsJob: ['lib/jobs/'],
    inWorkspaceTxAsJob: ['lib/jobs/'],
    askWorkerGate: ['lib/jobs/'],
  },
  'lib/db/worker-store': { workerPool: ['lib/jobs/'] },
  'lib/db/routing-store': { routingStore: ['lib/routing/note.ts'] }, // adds lines; the gate finds whose they are
  'lib/db/limiter-store': { limiterPool: ['lib/auth/counter.ts'] }, // counters, which belong to nobody
  // Lets in without deciding on a permission: only the door may, which decides next.
  'lib/admit/enter': { enterAs: ['lib/admit/admit.ts', 'lib/admit/still.ts'] },
};

export const dbInternals: Rule = {
  id: 'db-internals',
  promise: 'Engine, pools, flights and the makers of handles stay inside lib/db.',
  instead: 'Take a handle from inOrg or asUser: it sees one organization, or one person, and nothing else.',
  *check(tree) {
    for (const file of tree.files) {
      if (file.path.startsWith('lib/db/')) continue;
      for (const one of importsOf(file)) {
        if (!one.inside?.startsWith('lib/db/')) continue;
        const open = { ...DOORS[one.inside], ...GATE[one.inside] };
        if (one.taken.length === 0) yield hit(file, one.node, `imports ${one.inside} for its effects`);
        for (const { name, typeOnly } of one.taken) {
          if (typeOnly || (open[name] && !one.reexport)) continue;
          yield hit(file, one.node, `${one.reexport ? 're-exports' : 'imports'} ${name} of ${one.inside}`);
        }
      }
    }
  },
};

export const gateCallers: Rule = {
  id: 'gate-callers',
  promise: 'What looks across organizations, or enters one, is called by a few named files.',
  instead:
    'Use requireActor, orgAction or orgRoute, which ask it for you. A new caller needs a line with its reason in guard/static/database.ts.',
  *check(tree) {
    for (const file of tree.files) {
      for (const one of importsOf(file)) {
        const gate = GATE[one.inside ?? ''];
        if (!gate || file.path.startsWith('lib/db/')) continue;
        for (const { name, typeOnly } of one.taken) {
          const callers = name === '*' ? [] : gate[name];
          if (!typeOnly && callers && !among(file.path, callers))
            yield hit(file, one.node, `takes ${name} of ${one.inside}`);
        }
      }
    }
  },
};

const BRANDS = [
  ...['OrgId', 'WorkspaceId', 'UserId', 'SessionId', 'Scope'],
  ...['OrgDb', 'OrgTx', 'WorkspaceDb', 'WorkspaceTx', 'UserDb'],
  ...['Actor', 'WorkspaceActor', 'Person'],
];
export const MAY_BRAND = [
  'lib/db/', // where scopes and handles are made
  'lib/auth/token.ts', // of a verified token's claims
  'lib/auth/next-auth.ts', // of the token that signing in just made
  'lib/jobs/org-job.ts', // of a job's payload: a claim, which enter_org_as_job refuses when it is none
];

export const noBrandCasts: Rule = {
  id: 'no-brand-casts',
  promise: 'Nobody declares a string to be an organization, a user or a session that was proved.',
  instead: 'Take it from the actor, the person or the handle: they hold proved ids.',
  *check(tree) {
    for (const file of tree.files) {
      if (among(file.path, MAY_BRAND)) continue;
      for (const node of nodes(file.source)) {
        if (!isAsExpression(node) || !isTypeReferenceNode(node.type) || isNew(node.expression)) continue;
        const { typeName } = node.type;
        if (isIdentifier(typeName) && BRANDS.includes(typeName.text))
          yield hit(file, node, `casts to ${typeName.text}`);
      }
    }
  },
};

/** newId(): nobody else can know it. */
const isNew = (value: Expression) => isCallExpression(value) && calleeName(value) === 'newId';

const UNSAFE = ['$queryRawUnsafe', '$executeRawUnsafe', '$queryRawTyped'];
const RAW = ['$queryRaw', '$executeRaw'];

export const noRawQueries: Rule = {
  id: 'no-raw-queries',
  promise: 'Text never becomes SQL, and hand-written SQL goes through the handle.',
  instead: 'Write db.rows(sql`…`): values stay parameters, and the handle sets the scope.',
  *check(tree) {
    for (const file of tree.files) {
      const own = file.path.startsWith('lib/db/');
      for (const node of nodes(file.source)) {
        const name = isPropertyAccessExpression(node)
          ? node.name.text
          : isElementAccessExpression(node)
            ? literal(node.argumentExpression)
            : undefined;
        if (!name) continue;
        const prisma =
          isPropertyAccessExpression(node) &&
          isIdentifier(node.expression) &&
          node.expression.text === 'Prisma';
        if (UNSAFE.includes(name) || (prisma && name === 'raw')) yield hit(file, node, `uses ${name}`);
        else if (!own && (RAW.includes(name) || (prisma && ['sql', 'join', 'Sql'].includes(name))))
          yield hit(file, node, `uses ${name}`);
      }
    }
  },
};
