import { z } from 'zod';

/** The most that one event may hold, in bytes. */
export const MOST_EVENT_BYTES = 256 * 1024;

/** What goes out. Nothing of these names comes in, so an event that went out can't be sent back here as one that came. */
export const OUTGOING = ['relay.test', 'message.sent', 'audit.event'] as const;
export type OutgoingType = (typeof OUTGOING)[number];

/** What a field of an event may be. Flat: what comes from outside is text and numbers, and no shape of its own. */
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** An event as it comes in. */
export const incomingSchema = z.object({
  type: z
    .string()
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/)
    .max(100)
    .refine((type) => !(OUTGOING as readonly string[]).includes(type)),
  data: z.record(z.string().max(100), plain),
});
export type Incoming = z.output<typeof incomingSchema>;

/** An event as it goes out: type, when it happened, data (JSON already). */
export const outgoingBody = (type: string, at: Date, data: string): string =>
  `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(at.toISOString())},"data":${data}}`;

/** What the echo relay answers to an event that it gets: to a message the same text, from whom it was sent to. */
export function echoOf(type: string, body: string): Incoming {
  const given = JSON.parse(body) as Record<string, string>;
  if (type !== 'message.sent') return { type: 'relay.echoed', data: { echo: type, text: given.text ?? '' } };
  const { to = '', name = '', text = '', workspace, sub_team = '' } = given;
  // What was queued before events named their workspace has its slug alone.
  const data: Incoming['data'] = { from: to, name, text };
  return { type: 'message.received', data: { ...data, ...(workspace ? { workspace } : { sub_team }) } };
}
