import { expect, test } from 'vitest';
import { permissionOf, SECTIONS } from './sections';

test('a page below another asks for what it asks for itself', () => {
  expect(permissionOf('/')).toBe('org.read');
  expect(permissionOf('/audit')).toBe('audit.read');
  expect(permissionOf('/members/invite')).toBe('invitation.create');
  expect(permissionOf('/members/anything')).toBe('member.read');
  expect(permissionOf('/membership')).toBeNull();
  expect(permissionOf('/no/such/page')).toBeNull();
});

test('no two sections share a shortcut or an address', () => {
  for (const key of ['shortcut', 'href'] as const)
    expect(new Set(SECTIONS.map((section) => section[key])).size).toBe(SECTIONS.length);
});
