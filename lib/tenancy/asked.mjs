/**
 * The header in which the front server hands on the path that was asked for, where it leads the request to another one
 * (scripts/lib/front/one-handler.mjs). Dropped when a client sends it.
 */
export const ASKED_HEADER = 'x-rowhouse-asked';
