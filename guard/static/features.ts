import { type Expression, isObjectLiteralExpression, isPropertyAssignment } from 'typescript/unstable/ast';
import { bare, calleeName, calls, constant, literal, nodes } from './ast';
import { importedAs } from './imports';
import { hit, type Rule } from './rule';
import type { File, Tree } from './tree';

const TABLE = 'lib/plans/features';

/** The features there are, and the feature that each gated permission belongs to. */
export type FeatureTable = { features: Set<string>; featureOf: Map<string, string> };

/** Reads the table in lib/plans/features.ts. */
export function featuresIn(tree: Tree): FeatureTable {
  const file = tree.file(TABLE);
  if (!file) throw new Error(`there is no ${TABLE}.ts`);
  const entries = (name: string) => propertiesOf(constant(file, name), name);
  return {
    features: new Set(entries('FEATURES').map(([feature]) => feature)),
    featureOf: new Map(
      entries('FEATURE_OF').map(([permission, value]) => [permission, literal(bare(value)) ?? '']),
    ),
  };
}

function propertiesOf(value: Expression | undefined, name: string): [string, Expression][] {
  const object = value && bare(value);
  if (!object || !isObjectLiteralExpression(object)) throw new Error(`${TABLE}.ts has no table ${name}`);
  return object.properties.flatMap((property): [string, Expression][] =>
    isPropertyAssignment(property) && property.initializer
      ? [[literal(property.name) ?? property.name.getText(), property.initializer]]
      : [],
  );
}

/** What asks of roles alone, with the place of the permission among its arguments. */
const OF_ROLES: Record<string, number> = { can: 1, rolesThatMay: 0 };

function* rolesAsked(file: File) {
  for (const call of calls(file.source)) {
    const from = importedAs(file, calleeName(call) ?? '')?.from;
    if (from?.inside !== 'lib/access/can') continue;
    const taken = importedAs(file, calleeName(call) ?? '')?.name ?? '';
    const at = OF_ROLES[taken];
    if (at !== undefined) yield { call, name: taken, permission: literal(call.arguments[at]) };
  }
}

/** The door and its adapters: what every page, action, and handler asks. */
const isDoor = (path: string) => path.startsWith('lib/admit/') || path === 'lib/api/serve.ts';

/** Where the database is told which roles may go on, ahead of the decision in `refusal`. */
const NARROWS = ['lib/admit/admit.ts', 'lib/admit/still.ts'];

/** Files that ask a role for any permission, each with the reason why no feature matters there. */
export const KNOWS_ROLES: Record<string, string> = {
  'app/t~/[org]/roles/matrix.tsx': 'shows what roles may, whatever is on',
  'app/t~/[org]/_shell/role-may-not.tsx': 'says who may, after the door has asked of the feature',
};

export const featuresAsked: Rule = {
  id: 'features-asked',
  promise: 'Whether somebody may do what belongs to a feature is never asked of the role alone.',
  instead: "Ask may(actor, '…'): it knows what is on. can() and rolesThatMay() know of roles only.",
  *check(tree) {
    const { featureOf } = featuresIn(tree);
    for (const file of tree.files) {
      if (file.path.startsWith('lib/access/') || isDoor(file.path) || KNOWS_ROLES[file.path]) continue;
      for (const { call, name, permission } of rolesAsked(file)) {
        const feature = featureOf.get(permission ?? '');
        if (feature) yield hit(file, call, `asks ${name} for ${permission}, which belongs to ${feature}`);
        // In lib/data a role is asked once more, under a lock, after the door has asked of the feature.
        else if (permission === undefined && /^(app|components)\//.test(file.path))
          yield hit(file, call, `asks ${name} for a permission that is not written out`);
      }
    }
  },
};

export const doorsAskFeatures: Rule = {
  id: 'doors-ask-features',
  promise: 'Every door that asks for a role’s permission asks whether its feature is on, too.',
  instead: 'Call isOn(actor.features, permission) in the same function, and refuse with feature_off.',
  *check(tree) {
    for (const file of tree.files) {
      if (!isDoor(file.path) || NARROWS.includes(file.path)) continue;
      for (const statement of file.source.statements) {
        const names = [...calls(statement)].map(calleeName);
        const role = names.find((name) => name !== undefined && Object.hasOwn(OF_ROLES, name));
        if (role && !names.includes('isOn')) yield hit(file, statement, `asks ${role} and not isOn`);
      }
    }
  },
};

export const jobsAskFeatures: Rule = {
  id: 'jobs-ask-features',
  promise:
    'A task of a feature does nothing in an organization where the feature is off, and no other task looks at features.',
  instead:
    "Enter each organization with whileOn('<feature>', orgId, …), the feature that the task names. A duty like releasing a host, expiry or retention names none: it runs whatever the plan.",
  *check(tree) {
    const { features } = featuresIn(tree);
    for (const file of tree.files) {
      if (!file.path.startsWith('lib/jobs/')) continue;
      if (file.path !== 'lib/jobs/while-on.ts')
        for (const call of calls(file.source))
          if (['featuresOf', 'entitledTo'].includes(calleeName(call) ?? ''))
            yield hit(file, call, 'decides by a feature without naming it');
      const asked = [...calls(file.source)]
        .filter((call) => calleeName(call) === 'whileOn')
        .map((call) => literal(call.arguments[0]));
      for (const { node, feature } of taskFeatures(file)) {
        if (feature === undefined || !features.has(feature))
          yield hit(file, node, 'names no feature that there is');
        else if (!asked.includes(feature)) yield hit(file, node, `never asks whether ${feature} is on`);
      }
    }
  },
};

/** The features that the tasks of a file name. */
function* taskFeatures(file: File) {
  for (const node of nodes(file.source)) {
    if (!isObjectLiteralExpression(node)) continue;
    const named = new Map(
      node.properties.flatMap((property) =>
        isPropertyAssignment(property) ? [[property.name.getText(file.source), property] as const] : [],
      ),
    );
    const given = named.get('feature');
    if (given && named.has('cron'))
      yield { node: given, feature: given.initializer && literal(bare(given.initializer)) };
  }
}
