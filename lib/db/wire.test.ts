import fc from 'fast-check';
import { serialize } from 'pg-protocol';
import { expect, test } from 'vitest';
import { encode, type Step } from './wire';

// node-postgres' own serializer, message by message, is the oracle.
const expected = (steps: Step[]) =>
  Buffer.concat([
    ...steps.flatMap(({ text, name, values, parse, describe }) => [
      ...(parse ? [serialize.parse({ text, name })] : []),
      serialize.bind({ statement: name, values: [...values], valueMapper: (v) => v }),
      ...(describe ? [serialize.describe({ type: 'P', name: '' })] : []),
      serialize.execute({}),
    ]),
    serialize.sync(),
  ]);

const value = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const step = fc.record({
  text: fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0')),
  name: fc.constantFrom('', 'q_abc', 'scope_org'),
  values: fc.array(value, { maxLength: 6 }),
  parse: fc.boolean(),
  describe: fc.boolean(),
});

test('a flight is, byte for byte, the messages that node-postgres would send, and one Sync', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      expect(encode(steps).equals(expected(steps))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('there is one Sync however many statements there are', () => {
  const one: Step = { text: 'SELECT 1', name: '', values: [], parse: true, describe: true };
  const bytes = encode([one, one, one]);
  expect(bytes.subarray(-5)).toEqual(Buffer.from([0x53, 0, 0, 0, 4]));
  expect(bytes.length).toBe(3 * (encode([one]).length - 5) + 5);
});
