import type { Redis } from 'ioredis';

/** What the front server (server.mjs), in this same process, shares with the application. */
type Front = {
  registry: {
    entered(entry: { name: string; orgId: string; sessionId: string; requestsPerMinute: number }): void;
    refused(name: string, sessionId: string): void;
  };
  /** This request's page can't be had for a moment: the front answers 503 for it, which no page can. */
  pageUnavailable(): void;
  redis?: Redis;
};

/** The front of this process; undefined where the application runs without one: in tests, in scripts. */
export const front = (): Front | undefined => (globalThis as { rowhouseFront?: Front }).rowhouseFront;
