import { after } from 'next/server';
import { log } from './log';

/**
 * Does `work` once the answer went out: how long it takes tells the client nothing. A failure is logged; the
 * client can't hear of it any more.
 */
export function later(what: string, work: () => Promise<unknown>): void {
  after(async () => {
    try {
      await work();
    } catch (error) {
      log.error(`${what} failed`, { error });
    }
  });
}
