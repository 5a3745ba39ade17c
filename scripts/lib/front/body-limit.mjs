import { jsonShape, TOO_MUCH } from '../../../lib/input/json-shape.mjs';

/** @typedef {import('./rules.mjs').Refusal} Refusal */

/**
 * Watches the bytes of a body. At the first piece that `check` refuses, `refused` is called once and the rest of the body
 * is lost: the application sees a request that was cut off.
 * @param {import('node:http').IncomingMessage} req
 * @param {(chunk: Buffer) => Refusal | null} check
 * @param {(found: Refusal) => void} refused
 */
export function watchBody(req, check, refused) {
  const push = req.push;
  // The parser hands every piece of the body to push(); a 'data' listener would start the stream before Next reads it.
  req.push = function watched(chunk, encoding) {
    const found = chunk === null ? null : check(chunk);
    if (!found) return push.call(this, chunk, encoding);
    req.push = push;
    refused(found);
    return false;
  };
}

/**
 * Refuses bodies of more bytes than a limit.
 * @param {number} limit
 * @param {Refusal} tooLarge
 */
export function bytesUpTo(limit, tooLarge) {
  let seen = 0;
  return (/** @type {Buffer} */ chunk) => {
    seen += chunk.length;
    return seen > limit ? tooLarge : null;
  };
}

/** Refuses JSON that is nested too deep or has too many values, before anything parses it. */
export function shapely() {
  const count = jsonShape();
  return (/** @type {Buffer} */ chunk) => {
    const found = count(chunk);
    if (!found) return null;
    if (found === 'nesting') return { status: 400, code: 'body_too_deep', message: TOO_MUCH.nesting };
    return { status: 413, code: 'body_too_large', message: TOO_MUCH.values };
  };
}
