import { workspaceRoute } from '@/lib/admit/route';
import { stillInWorkspace } from '@/lib/admit/still';
import { INBOX_MARK } from '@/lib/data/conversations';
import { log } from '@/lib/log';

const EVERY_MS = 1500;
/** A stream ends by itself after a while; the browser opens the next, with a fresh token. */
const MOST_MS = 4 * 60 * 1000;

/**
 * Tells an inbox that something changed, as server-sent events without any content: what changed the page asks for by
 * its own door. Who it is for is asked of the database at each look, so the stream of somebody who was removed, signed
 * out or taken out of the sub-team ends.
 */
export const GET = workspaceRoute('conversation.read', async ({ request, actor }) => {
  // Who asks for no stream learns that there would be one.
  if (!request.headers.get('accept')?.includes('text/event-stream'))
    return new Response(null, { status: 406 });
  const begun = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      let mark: string | undefined;
      let over = false;
      const end = () => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        controller.close();
      };
      const say = (text: string) => controller.enqueue(new TextEncoder().encode(text));
      const look = async () => {
        try {
          const rows = await stillInWorkspace(actor, 'conversation.read', [INBOX_MARK]);
          if (over) return;
          if (!rows) {
            say('event: ended\ndata:\n\n');
            return end();
          }
          const now = rows[0][0]?.mark ?? '';
          say(mark !== undefined && now !== mark ? 'event: changed\ndata:\n\n' : ':\n\n');
          mark = now;
        } catch (error) {
          log.warn('a live inbox was not looked at', { orgId: actor.orgId, error });
        }
        if (over) return;
        if (Date.now() - begun > MOST_MS) return end();
        timer = setTimeout(look, EVERY_MS);
      };
      request.signal.addEventListener('abort', end);
      void look();
    },
    cancel: () => clearTimeout(timer),
  });
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
  });
});
