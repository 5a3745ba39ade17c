import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagePath, scopeAt, workspaceFor, workspaceOf } from './workspace-path';

test('[S5] a path under /s/ names its workspace, spelt exactly', () => {
  for (const [path, named] of [
    ['/s/main', 'main'],
    ['/s/design/contacts?q=/s/other', 'design'],
    ['/s/new-york/', 'new-york'],
    ['/s/design?x=1', 'design'],
  ])
    expect([path, workspaceOf(path as string)]).toEqual([path, named]);
});

test('[S1] nothing else names one', () => {
  for (const path of [
    '/',
    '/s',
    '/s/',
    '/s/x',
    '/s/Design',
    '/s/%64esign',
    '/s/design%2fcontacts',
    '/s/../main',
    '//s/main',
    '/members/s/main',
    '/s/a--b',
    '/s/-a',
    '/s/design\\contacts',
  ])
    expect([path, workspaceOf(path)]).toEqual([path, null]);
});

test('[S1] whatever the path, what is named stands right after /s/', () => {
  fc.assert(
    fc.property(fc.webPath(), (path) => {
      const named = workspaceOf(path);
      if (named !== null) expect(path.startsWith(`/s/${named}`)).toBe(true);
    }),
  );
});

const OF_ORG = new Set(['depots']);

test('[S5] what is the organization’s as a whole enters the main workspace, and below /s/ it isn’t there', () => {
  for (const [path, enters] of [
    ['/depots', 'main'],
    ['/depots/new?after=x', 'main'],
    ['/depots?q=/s/design', 'main'],
    ['/s/design', 'design'],
    ['/s/design/contacts', 'design'],
    ['/s/design/contacts/depots', 'design'],
    ['/s/design?q=/depots', 'design'],
    ['/s/design/depot', 'design'],
    ['/s/design/%zz', 'design'],
    ['/', null],
    ['/members', null],
    ['/members/depots', null],
    ['/Depots', null],
    ['/%64epots', null],
    ['//depots', null],
    ['/s/depots', 'depots'],
    ['/s/main/depots', null],
    ['/s/design/depots/new', null],
    ['/s/design/depots?x', null],
    ['/s/design/%64epot%73', null],
  ] as const)
    expect([path, workspaceFor(path, OF_ORG)]).toEqual([path, enters]);
});

test('[S1] its pages are those of the main workspace; every other page lies where it is asked for', () => {
  for (const [path, page] of [
    ['/depots', '/s/main/depots'],
    ['/depots/01/edit', '/s/main/depots/01/edit'],
    ['/s/design/depots', '/s/design/depots'],
    ['/members/depots', '/members/depots'],
    ['/depots-old', '/depots-old'],
  ] as const)
    expect(pagePath(path, OF_ORG)).toBe(page);
  expect(['/depots', '/', '/s/design/contacts', '/s/main'].map(scopeAt)).toEqual([
    'org',
    'org',
    'workspace',
    'workspace',
  ]);
});

test('[S1] whatever the path, its page lies in the workspace that it enters', () => {
  const paths = fc.oneof(
    fc.webPath(),
    fc.webPath().map((path) => `/depots${path}`),
    fc.webPath().map((path) => `/s/design${path}`),
  );
  fc.assert(
    fc.property(paths, (path) => {
      const enters = workspaceFor(path, OF_ORG);
      if (enters !== null) expect(workspaceOf(pagePath(path, OF_ORG))).toBe(enters);
    }),
  );
});
