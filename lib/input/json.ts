import { AppError } from '../errors';
import { jsonShape, TOO_MUCH } from './json-shape.mjs';

/**
 * Parses a JSON text from outside, having counted first what it holds.
 * @returns the value; undefined for what is no JSON
 * @throws AppError invalid when it is nested too deep, too_large when it has too many values
 */
export function parseJson(text: string): unknown {
  const found = jsonShape()(Buffer.from(text));
  if (found) throw new AppError(found === 'nesting' ? 'invalid' : 'too_large', { message: TOO_MUCH[found] });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
