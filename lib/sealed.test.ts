import { expect, test, vi } from 'vitest';

const OLD = 'an-old-key-of-at-least-thirty-two-characters';
const NEW = 'a-new-key-of-at-least-thirty-two-characters';

/** The module as a process with these keys has it. */
async function withKeys(keys: string) {
  vi.resetModules();
  vi.stubEnv('SECRETS_KEY', keys);
  return import('./sealed');
}

const place = { table: 'relay', orgId: 'org-a', id: 'relay-1' };

test('[C1] a stored secret opens in its own place and in no other', async () => {
  const { seal, unseal } = await withKeys(OLD);
  const stored = seal('whsec_abc', place);
  expect(stored.includes('whsec_abc')).toBe(false);
  expect(unseal(stored, place)).toBe('whsec_abc');
  for (const other of [
    { ...place, orgId: 'org-b' },
    { ...place, id: 'relay-2' },
    { ...place, table: 'channel' },
  ])
    expect(() => unseal(stored, other)).toThrow();
});

test('[C1] sealed twice it looks different; changed by one bit it does not open', async () => {
  const { seal, unseal } = await withKeys(OLD);
  expect(seal('same', place).equals(seal('same', place))).toBe(false);
  const stored = seal('whsec_abc', place);
  for (let i = 0; i < stored.length; i++) {
    const bent = Buffer.from(stored);
    bent[i] = (bent[i] as number) ^ 1;
    expect(() => unseal(bent, place), `byte ${i}`).toThrow();
  }
});

test('[C1] a key is replaced by putting the new one first; without the old one nothing opens', async () => {
  const old = (await withKeys(OLD)).seal('whsec_abc', place);
  const between = await withKeys(`${NEW},${OLD}`);
  expect(between.unseal(old, place)).toBe('whsec_abc');
  const fresh = between.seal('whsec_abc', place);
  const after = await withKeys(NEW);
  expect(after.unseal(fresh, place)).toBe('whsec_abc');
  expect(() => after.unseal(old, place)).toThrow('SECRETS_KEY');
});
