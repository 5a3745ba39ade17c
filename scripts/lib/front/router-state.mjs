// Next's own reading of the header, so that what passes here passes there: versions are pinned.
import reading from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

const HEADER = 'next-router-state-tree';

/**
 * Deletes a router state that Next can't read: it would answer 500. Without it the answer is the whole page, which is
 * right whatever the client had before.
 * @param {Record<string, string | string[] | undefined>} headers changed in place
 */
export function dropUnreadableState(headers) {
  if (headers[HEADER] === undefined) return;
  try {
    reading.parseAndValidateFlightRouterState(headers[HEADER]);
  } catch {
    delete headers[HEADER];
  }
}
