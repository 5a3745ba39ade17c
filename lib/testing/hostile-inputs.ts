import { z } from 'zod';
import { MOST_ITEMS, MOST_VALUES } from '../input/json-shape.mjs';
import { hostileTexts } from './hostile-texts';

/** No field of any input takes a longer text or a longer list, unless a test of its own shows what is done with it. */
export const MOST_IN_FIELD = 20_000;
export const MOST_IN_LIST = 1000;

/** As large as the call of a server action can be; an operation's body can be twice that, and is read no further. */
const TEXTS = [...Object.values(hostileTexts(MOST_IN_FIELD)), ...Object.values(hostileTexts(1_000_000))];

/** The fields of a schema's objects, whichever of a union they are in. */
export function fieldsOf(schema: z.ZodType): string[] {
  const fields = new Set<string>();
  const look = (json: { properties?: object; anyOf?: unknown[]; oneOf?: unknown[]; allOf?: unknown[] }) => {
    for (const name of Object.keys(json.properties ?? {})) fields.add(name);
    for (const one of [...(json.anyOf ?? []), ...(json.oneOf ?? []), ...(json.allOf ?? [])])
      look(one as never);
  };
  look(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as never);
  return [...fields];
}

/** Values that fit through the front server's limits and are slow for code whose work grows faster than its input. */
export function* hostileInputs(fields: readonly string[]): Generator<unknown> {
  const list = Array.from({ length: MOST_VALUES - 10 }, (_, i) => `x${i}`);
  const record = Object.fromEntries(list.slice(0, MOST_VALUES / 2).map((key) => [key, key]));
  yield record;
  yield list;
  const full = list.slice(0, MOST_ITEMS);
  yield JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}}}');
  for (const field of fields) {
    for (const text of TEXTS) yield { [field]: text };
    for (const value of [list, full, record, list.map((id) => ({ id })), list.map(() => list[0])])
      yield { [field]: value };
    for (const text of TEXTS.slice(0, 3)) yield { [field]: Array(40).fill(text) };
  }
}
