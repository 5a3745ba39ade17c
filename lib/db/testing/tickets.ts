import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Engine, type EngineOptions } from '../engine';
import type { Statement } from '../flight';
import { openingOf, type Scope, type Ticket } from '../scope';

// Tests arrange who is where without going through an entrance: a superuser reads the key of a test's own database, and
// tickets are made of it here. Nothing in the product can read that key.

/** In place of a ticket: the test's engine presents one that says what the scope says. */
export const FOR_TESTS = 'v1.for.tests' as Ticket;

export type TicketKey = { id: number; inner_pad: Buffer; outer_pad: Buffer };

let known: TicketKey | undefined;

/** The key that a database signs its tickets with. Only a superuser can ask. */
export async function ticketKey(admin: pg.Client): Promise<TicketKey> {
  const { rows } = await admin.query<TicketKey>('SELECT * FROM ticket_key ORDER BY id DESC LIMIT 1');
  known = rows[0] as TicketKey;
  return known;
}

/** A ticket for the databases of this run: copied from one template, they have one key. */
export function testTicket(claims: Claims): Ticket {
  if (!known) throw new Error('open a test database first');
  return signedTicket(known, claims);
}

/** Makes a ticket the scope of a connection, for its transaction or for its whole session. */
export async function present(client: pg.Client, claims: Claims, local = true): Promise<void> {
  await client.query(`SELECT set_config('app.ticket', $1, $2)`, [testTicket(claims), local]);
}

export type Claims = {
  orgId?: string;
  workspaceId?: string;
  userId?: string;
  /** Without one nothing but its expiry ends it. */
  kind?: string;
  proof?: string;
  /** Seconds from now. */
  lasts?: number;
};

/** A ticket as the gate would issue it. */
export function signedTicket(key: TicketKey, claims: Claims): Ticket {
  const { orgId = '', workspaceId = '', userId = '', kind = 'owner', proof = '', lasts = 120 } = claims;
  const expires = Math.floor(Date.now() / 1000) + lasts;
  const body = ['v1', key.id, orgId, workspaceId, userId, kind, proof, expires].join('.');
  const sha256 = (...parts: (Buffer | string)[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  return `${body}.${sha256(key.outer_pad, sha256(key.inner_pad, body)).toString('hex')}` as Ticket;
}

/** An engine that presents a ticket of its own where a test left one out. */
export class TestEngine extends Engine {
  constructor(
    options: EngineOptions,
    private readonly key: TicketKey,
  ) {
    super(options);
  }

  protected override opening(scope: Scope): Statement {
    const { opening } = scope;
    if (!('ticket' in opening) || opening.ticket !== FOR_TESTS) return super.opening(scope);
    const ticket = signedTicket(this.key, scope);
    const statement = openingOf({ ...scope, opening: { ...opening, ticket } });
    return this.named ? statement : { ...statement, name: undefined };
  }
}
