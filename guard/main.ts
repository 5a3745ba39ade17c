// npm run guard: holds the sources, the migrated database and the finished build against their rules.
// Arguments: static, catalogue, manifest (all three without any); --json; --table prints every page, handler and
// action of the build with its scope and permission instead.
import path from 'node:path';
import { CATALOGUE_RULES } from './catalogue/rules';
import { checkCatalogue } from './catalogue/run';
import { connected } from './catalogue/scratch';
import { type Finding, sorted } from './finding';
import { readBuild } from './manifest/build';
import { MANIFEST_RULES } from './manifest/rules';
import { checkBuild } from './manifest/run';
import { surfaces } from './manifest/surfaces';
import { modelsOf } from './models';
import { STATIC_RULES } from './static/rules';
import { checkTree } from './static/run';
import { readTree, type Tree } from './static/tree';

const ROOT = path.join(import.meta.dirname, '..');
const DIST = path.resolve(ROOT, process.env.NEXT_DIST_DIR || '.next');

type Guard = { rules: readonly { id: string }[]; check(tree: () => Tree): Finding[] | Promise<Finding[]> };

const GUARDS: Record<string, Guard> = {
  static: { rules: STATIC_RULES, check: (tree) => checkTree(tree()) },
  catalogue: {
    rules: CATALOGUE_RULES,
    check: (tree) => {
      const url = process.env.GUARD_DATABASE_URL;
      if (!url) throw new Error('GUARD_DATABASE_URL names no migrated database. Run npm run guard.');
      const schemas = [...tree().texts].filter(([file]) => file.endsWith('.prisma')).map(([, text]) => text);
      return connected(url, (query) => checkCatalogue(query, modelsOf(schemas)));
    },
  },
  manifest: { rules: MANIFEST_RULES, check: (tree) => checkBuild(readBuild(DIST), tree()) },
};

/** A guard that can't look has not passed. */
async function look(name: string, guard: Guard, tree: () => Tree): Promise<Finding[]> {
  try {
    return await guard.check(tree);
  } catch (error) {
    return [{ rule: name, at: '-', message: error instanceof Error ? error.message : String(error) }];
  }
}

function show(findings: Finding[]) {
  const widest = (of: (one: Finding) => string) => Math.max(0, ...findings.map((one) => of(one).length));
  const [rule, at] = [
    widest((one) => one.rule),
    Math.min(
      60,
      widest((one) => one.at),
    ),
  ];
  for (const one of findings)
    process.stdout.write(`${one.rule.padEnd(rule)}  ${one.at.padEnd(at)}  ${one.message}\n`);
}

async function main(args: string[]): Promise<number> {
  if (args.includes('--table')) {
    process.stdout.write(`${JSON.stringify(surfaces(DIST), null, 2)}\n`);
    return 0;
  }
  const asked = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [
    ...asked.filter((name) => !GUARDS[name]),
    ...args.filter((arg) => /^--(?!json$)/.test(arg)),
  ];
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no ${unknown[0]}. Guards: ${Object.keys(GUARDS).join(', ')}; --json, --table.\n`,
    );
    return 2;
  }
  let read: Tree | undefined;
  const tree = () => {
    read ??= readTree(ROOT);
    return read;
  };
  const chosen = Object.entries(GUARDS).filter(([name]) => asked.length === 0 || asked.includes(name));
  const findings: Finding[] = [];
  for (const [name, guard] of chosen) findings.push(...(await look(name, guard, tree)));

  if (args.includes('--json')) {
    process.stdout.write(`${JSON.stringify(sorted(findings), null, 2)}\n`);
  } else {
    show(sorted(findings));
    const broken = new Set(findings.map(({ rule }) => rule)).size;
    const all = chosen.reduce((sum, [, { rules }]) => sum + rules.length, 0);
    process.stdout.write(
      `${findings.length > 0 ? '\n' : ''}${Math.max(0, all - broken)} passed, ${broken} failed\n`,
    );
  }
  return findings.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
