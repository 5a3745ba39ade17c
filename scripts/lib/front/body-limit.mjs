/**
 * Watches the bytes of a body that came without a length. When they pass the limit, `tooLarge` is called once and the
 * rest of the body is lost: the application sees a request that was cut off.
 * @param {import('node:http').IncomingMessage} req
 * @param {number} limit bytes
 * @param {() => void} tooLarge
 */
export function limitBody(req, limit, tooLarge) {
  let seen = 0;
  const push = req.push;
  // The parser hands every piece of the body to push(); a 'data' listener would start the stream before Next reads it.
  req.push = function counted(chunk, encoding) {
    if (chunk !== null) seen += chunk.length;
    if (seen <= limit) return push.call(this, chunk, encoding);
    req.push = push;
    tooLarge();
    return false;
  };
}
