import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from './finding';
import { ANY_HOST } from './static/any-host';
import { topVariables } from './static/ast';
import { GATE, MAY_BRAND } from './static/database';
import { BARE_ROUTES } from './static/entries';
import { KNOWS_ROLES } from './static/features';
import { readFixtures } from './static/fixtures';
import { MAY_READ_HOST } from './static/hosts';
import { KEPT } from './static/module-state';
import { among } from './static/rule';
import { STATIC_RULES } from './static/rules';
import { checkTree } from './static/run';
import { readTree, type Tree, treesOf } from './static/tree';

const fixtures = readFixtures();
const key = ({ rule, name }: { rule: string; name: string }) => `${rule}: ${name}`;
const trees = treesOf(Object.fromEntries(fixtures.map((one) => [key(one), one.files])));
const findingsIn = (name: string): Finding[] => checkTree(trees.get(name) as Tree);

describe('[I4] the static guard', () => {
  test.each(fixtures.filter(({ rule }) => rule !== 'good').map((one) => [key(one), one] as const))(
    'catches %s',
    (name, { rule, files }) => {
      const found = findingsIn(name).filter((one) => one.rule === rule);
      expect(found).not.toEqual([]);
      for (const { at, message } of found) {
        const [, file = '', line] = /^(.+):(\d+)$/.exec(at) ?? [];
        expect(Object.keys(files)).toContain(file);
        expect(Number(line)).toBeLessThanOrEqual(files[file]?.split('\n').length ?? 0);
        expect(message.length).toBeGreaterThan(20);
      }
    },
  );

  test.each(fixtures.filter(({ rule }) => rule === 'good').map(key))('lets pass %s', (name) => {
    expect(findingsIn(name)).toEqual([]);
  });

  test('has a planted violation for every rule', () => {
    const planted = new Set(fixtures.map(({ rule }) => rule));
    expect(STATIC_RULES.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });

  describe('in the product', () => {
    let product: Tree;
    beforeAll(() => {
      product = readTree(path.join(import.meta.dirname, '..'));
    });

    test('finds nothing', { timeout: 30_000 }, () => {
      expect(checkTree(product)).toEqual([]);
    });

    test('has no exception that outlived its file', () => {
      const paths = product.files.map((file) => file.path);
      const named = [
        ...MAY_BRAND,
        ...MAY_READ_HOST,
        ...Object.keys(KEPT),
        ...Object.keys(BARE_ROUTES),
        ...Object.keys(KNOWS_ROLES),
        ...Object.values(ANY_HOST).flatMap((files) => Object.keys(files)),
        ...Object.values(GATE).flatMap((names) => Object.values(names).flat()),
      ];
      expect(named.filter((one) => !paths.some((path) => among(path, [one])))).toEqual([]);
    });

    test('has no exception for state that is gone', () => {
      const gone = Object.entries(KEPT).flatMap(([path, names]) => {
        const file = product.files.find((one) => one.path === path);
        const there = file
          ? [...topVariables(file)].map(({ declaration }) => declaration.name.getText())
          : [];
        return names.filter((name) => !there.includes(name)).map((name) => `${path} ${name}`);
      });
      expect(gone).toEqual([]);
    });
  });
});
