import { z } from 'zod';

/** The most that one event may hold, in bytes. */
export const MOST_EVENT_BYTES = 256 * 1024;

/** What goes out. Nothing of these names comes in, so an event that went out can't be sent back here as one that came. */
export const OUTGOING = ['relay.test', 'message.sent'] as const;
export type OutgoingType = (typeof OUTGOING)[number];

/** An event as it comes in. */
export const incomingSchema = z.object({
  type: z
    .string()
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/)
    .max(100)
    .refine((type) => !(OUTGOING as readonly string[]).includes(type)),
  data: z.record(z.string(), z.json()),
});
export type Incoming = z.output<typeof incomingSchema>;

/** An event as it goes out: type, when it happened, data (JSON already). */
export const outgoingBody = (type: string, at: Date, data: string): string =>
  `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(at.toISOString())},"data":${data}}`;

/** What the echo relay answers to an event that it gets. */
export const echoOf = (type: string, data: string): Incoming => ({
  type: 'message.received',
  data: { echo: type, ...(JSON.parse(data) as Incoming['data']) },
});
