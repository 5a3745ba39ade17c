import type { Connection, QueryResult } from 'pg';
import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/**
 * One statement of a flight. `name` makes it a prepared statement of its connection; `quiet` drops its rows.
 * The text is always sent by the extended protocol: stacked statements are impossible, values are never text.
 */
export type Statement = {
  text: string;
  values: unknown[];
  name?: string;
  quiet?: boolean;
  rowMode?: 'array';
  types?: unknown;
};

/** Rows as pg gives them; with `rowMode: 'array'` each row is an array. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of a row is what its statement selects
export type FlightResult = QueryResult<any>;

// What node-postgres has and its types leave out.
type Wire = Connection & {
  stream: { cork(): void; uncork(): void };
  parsedStatements: Record<string, string | undefined>;
  submittedNamedStatements: Record<string, string | undefined>;
  sync(): void;
  parse(p: { text: string; name?: string }): void;
  bind(p: { statement?: string; values?: unknown[]; valueMapper?: (v: unknown) => unknown }): void;
  execute(p?: object): void;
};
type Inner = {
  name?: string;
  text: string;
  callback: unknown;
  prepare(con: Wire): void;
  handleRowDescription(m: unknown): void;
  handleDataRow(m: unknown): void;
  handleCommandComplete(m: unknown, con: Wire): void;
  _results: FlightResult;
  _canceledDueToError: Error | false;
};

const InnerQuery = pg.Query as unknown as new (config: object) => Inner;
const nothing = () => {};

/**
 * Several statements in one round trip and one implicit transaction: Parse/Bind/Execute each, then ONE Sync.
 * After an error the server skips everything up to the Sync, so a statement can't run unless all before it,
 * the scope first of all, succeeded; and what they wrote rolls back.
 *
 * Settles on ReadyForQuery, not on CommandComplete: a deferred constraint still speaks at the Sync.
 * Message flow: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class Flight extends (pg.Query as unknown as new (config: object) => object) {
  readonly done: Promise<FlightResult[]>;
  private at = 0;
  private refused: Error | undefined;
  private resolve!: (results: FlightResult[]) => void;
  private reject!: (error: Error) => void;
  private readonly inner: Inner[];
  // pg.Client calls back through these two when it wants the result of a query of its own.
  callback: unknown = nothing;

  constructor(private readonly statements: Statement[]) {
    super({ text: '' });
    this.inner = statements.map((s) => {
      // Encoded here, before anything is on the wire: a value that can't be encoded refuses the whole flight.
      const query = new InnerQuery({ ...s, values: s.values.map(prepareValue), queryMode: 'extended' });
      query.callback = nothing;
      return query;
    });
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // pg.Client notes a parsed statement under the active query's name and text: those of the statement that
    // the server is answering, which moves with each CommandComplete.
    Object.defineProperties(this, {
      name: { get: () => this.inner[this.at]?.name, set: nothing },
      text: { get: () => this.inner[this.at]?.text ?? '', set: nothing },
    });
  }

  /** Called by pg.Client when it is this flight's turn: writes everything in one packet. */
  submit(con: Wire): null {
    const clash = this.inner.find((q) => {
      const known = q.name && (con.parsedStatements[q.name] ?? con.submittedNamedStatements[q.name]);
      return known && known !== q.text;
    });
    if (clash) this.refused = new Error(`the prepared statement ${clash.name} has another text`);
    const sync = con.sync;
    con.stream.cork();
    try {
      con.sync = nothing; // the statements of one flight share the Sync at its end
      if (!this.refused) for (const [i, q] of this.inner.entries()) write(con, q, this.statements[i]);
    } finally {
      con.sync = sync;
      con.sync();
      con.stream.uncork();
    }
    return null;
  }

  handleRowDescription(m: unknown) {
    this.inner[this.at]?.handleRowDescription(m);
  }
  handleDataRow(m: unknown) {
    if (!this.statements[this.at]?.quiet) this.inner[this.at]?.handleDataRow(m);
  }
  handleCommandComplete(m: unknown, con: Wire) {
    this.inner[this.at]?.handleCommandComplete(m, con);
    this.at++;
  }
  handleEmptyQuery() {
    this.at++;
  }
  handlePortalSuspended() {}
  handleCopyInResponse(con: { sendCopyFail(reason: string): void }) {
    con.sendCopyFail('COPY is not for flights');
  }
  handleCopyData() {}
  handleError(error: Error, con?: Wire) {
    // The server parsed none of what it skipped: forget the names that were only submitted.
    if (con)
      for (const q of this.inner.slice(this.at)) if (q.name) delete con.submittedNamedStatements[q.name];
    this.reject(this.refused ?? error);
  }
  handleReadyForQuery() {
    const unreadable = this.inner.find((q) => q._canceledDueToError)?._canceledDueToError;
    if (this.refused ?? unreadable) this.reject((this.refused ?? unreadable) as Error);
    else this.resolve(this.inner.map((q) => q._results));
  }
}

/** A quiet statement skips Describe: its row is not wanted, and its answer is one message shorter. */
function write(con: Wire, query: Inner, statement: Statement | undefined) {
  if (!statement?.quiet) return query.prepare(con);
  const known = query.name && (con.parsedStatements[query.name] ?? con.submittedNamedStatements[query.name]);
  if (!known) {
    con.parse({ text: query.text, name: query.name });
    if (query.name) con.submittedNamedStatements[query.name] = query.text;
  }
  con.bind({ statement: query.name, values: statement.values, valueMapper: String });
  con.execute();
}
