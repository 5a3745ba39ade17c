import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../access/actor';
import { AppError } from '../errors';
import { lines } from '../turns';

// A file is long work behind a short request, and what the front server counts and weighs is requests. So an
// organization writes one at a time in each process, from its first row to its last, and some wait for theirs.
const WAITING = 4;
/** A reader who takes nothing for so long gives the place up. */
const STALLED_MS = 30_000;
/** A piece is followed by a rest as long as it took, up to this: others come in between. */
const REST_MS = 250;

const place = lines(
  1,
  WAITING,
  () =>
    new AppError('rate_limited', {
      message: 'Your organization is downloading several files already. Try again when they are there.',
      retryAfter: 10,
    }),
);

/** A file on its way: its name, and its text in pieces, written as they are read. */
export type Download = { name: string; pieces: AsyncGenerator<string>; type?: string };

/**
 * Answers with a file. It pulls the next piece when the reader is ready for it, and stops when the reader goes away.
 * @param begin what has to be done before the first byte leaves; called when the organization's place is free
 * @throws AppError rate_limited when several of the organization's files wait already; what `begin` throws
 */
export async function download({ orgId }: Actor, begin: () => Promise<Download>): Promise<Response> {
  const leave = await place(orgId);
  try {
    const { name, pieces, type = 'text/csv' } = await begin();
    return new Response(streamOf(pieces, leave), {
      headers: {
        'content-type': `${type}; charset=utf-8`,
        'content-disposition': `attachment; filename="${name}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  } catch (error) {
    leave();
    throw error;
  }
}

function streamOf(pieces: AsyncGenerator<string>, leave: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  const end = async () => {
    clearTimeout(stalled);
    await pieces.return(undefined);
    leave();
  };
  return new ReadableStream({
    start(controller) {
      const giveUp = () => {
        controller.error(new Error('nobody reads this file'));
        void end();
      };
      stalled = setTimeout(giveUp, STALLED_MS).unref();
    },
    async pull(controller) {
      stalled?.refresh();
      const began = performance.now();
      try {
        const { value, done } = await pieces.next();
        if (done) {
          await end();
          return controller.close();
        }
        controller.enqueue(encoder.encode(value));
      } catch (error) {
        await end();
        throw error;
      }
      await sleep(Math.min(performance.now() - began, REST_MS));
    },
    cancel: end,
  });
}
