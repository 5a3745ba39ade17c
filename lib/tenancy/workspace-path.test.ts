import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workspaceOf } from './workspace-path';

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
