import { prepareValue } from 'pg/lib/utils.js';
import { type Parser, VALUE_TYPES, type ValueTypes } from './value-types';
import { encode, MAX_VALUES, type Step } from './wire';

/**
 * One statement of a flight. `name` makes it a prepared statement of its connection; `quiet` drops its rows.
 * The text is always sent by the extended protocol: stacked statements are impossible, values are never text.
 */
export type Statement = {
  text: string;
  values: readonly unknown[];
  name?: string;
  quiet?: boolean;
  rowMode?: 'array';
  types?: ValueTypes;
};

type Field = { name: string; dataTypeID: number };

/** Rows as objects, or with `rowMode: 'array'` each row as an array. */
export type FlightResult = {
  command: string;
  rowCount: number | null;
  fields: readonly Field[];
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a row is what its statement selects
  rows: any[];
};

/** The part of node-postgres' connection that a flight touches; its types leave it out. */
export type Wire = {
  stream: { write(bytes: Buffer): boolean; writable: boolean };
  /** Names that the server confirmed, with their texts. Kept by pg.Client from `name` and `text` below. */
  parsedStatements: Record<string, string | undefined>;
  on(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
  sendCopyFail(reason: string): void;
};

// The columns of each connection's prepared statements. They can't change under a name: the server refuses
// ("cached plan must not change result type") rather than answer in another shape.
const described = new WeakMap<object, Map<string, readonly Field[]>>();

/** Forgets what a connection was believed to have prepared. */
export function forgetStatements(con: Wire) {
  con.parsedStatements = {};
  described.delete(con);
}

/** An error that spoils the connection: the socket's, or the server's FATAL and PANIC. A plain SQL error doesn't. */
export const spoils = (error: unknown): boolean => (error as { severity?: string }).severity !== 'ERROR';

type Settle = (error: Error | undefined, results: FlightResult[]) => void;

/**
 * Several statements in one round trip and one implicit transaction: Parse/Bind/Execute each, then ONE Sync.
 * After an error the server skips everything up to the Sync, so a statement can't run unless all before it,
 * the scope first of all, succeeded; and what they wrote rolls back.
 *
 * Settles when the server is ready again, not before: a deferred constraint still speaks at the Sync, and only
 * then is it known whether a transaction is open. pg.Client calls the methods below as it does a query's own.
 * Message flow: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class Flight {
  /** pg.Client puts its own here when there is none. */
  readonly callback = () => {};
  private readonly results: FlightResult[] = [];
  private readonly values: Step['values'][];
  private at = 0;
  private rows: unknown[] = [];
  private fields: readonly Field[] = [];
  private parsers: Parser[] = [];
  private columns: Map<string, readonly Field[]> | undefined;
  private failed: Error | undefined;

  /** @throws when a value can't be encoded: then nothing is sent */
  constructor(
    private readonly statements: readonly Statement[],
    private readonly settle: Settle,
  ) {
    this.values = statements.map(({ values }) => values.map(prepareValue));
    if (this.values.some((v) => v.length > MAX_VALUES))
      throw new RangeError('too many values for one statement');
  }

  // pg.Client notes a parsed statement under the active query's name and text: those of the statement that the
  // server is answering, which moves with each CommandComplete.
  get name(): string | undefined {
    return this.statements[this.at]?.name || undefined;
  }
  get text(): string {
    return this.statements[this.at]?.text ?? '';
  }

  /** Called by pg.Client when it is this flight's turn: writes everything in one packet. */
  submit(con: Wire): Error | null {
    const columns = described.get(con) ?? new Map<string, readonly Field[]>();
    described.set(con, columns);
    this.columns = columns;
    const fresh = new Set<string>();
    const steps: Step[] = [];
    for (const [i, { name = '', text, quiet }] of this.statements.entries()) {
      const known = name === '' ? undefined : con.parsedStatements[name];
      if (known !== undefined && known !== text)
        return new Error(`the prepared statement ${name} has another text`);
      const parse = known === undefined && !fresh.has(name);
      if (parse && name !== '') fresh.add(name);
      const describe = !quiet && (parse || name === '' || !columns.has(name));
      steps.push({ text, name, values: this.values[i] ?? [], parse, describe });
    }
    if (con.stream.writable) con.stream.write(encode(steps));
    this.expect();
    return null;
  }

  handleRowDescription({ fields }: { fields: Field[] }) {
    this.shape(fields);
  }
  handleDataRow({ fields }: { fields: (string | null)[] }) {
    const statement = this.statements[this.at];
    if (statement?.quiet || this.failed) return;
    try {
      this.rows.push(statement?.rowMode === 'array' ? this.array(fields) : this.object(fields));
    } catch (error) {
      this.failed = error as Error; // a value that can't be read; told when the server is ready
    }
  }
  handleCommandComplete({ text }: { text: string }) {
    const [command = ''] = text.split(' ', 1);
    const count = /\d+$/.exec(text);
    if (this.name && !this.statements[this.at]?.quiet) this.columns?.set(this.name, this.fields);
    this.results.push({ command, rowCount: count && Number(count[0]), fields: this.fields, rows: this.rows });
    this.next();
  }
  handleEmptyQuery() {
    this.results.push({ command: '', rowCount: null, fields: [], rows: [] });
    this.next();
  }
  handlePortalSuspended() {}
  handleCopyInResponse(con: Wire) {
    con.sendCopyFail('COPY is not for flights');
  }
  handleCopyData() {}
  handleError(error: Error, con?: Wire) {
    if (!con || spoils(error)) return this.settle(error, []);
    const ready = () => {
      con.removeListener('readyForQuery', ready);
      con.removeListener('end', ready);
      this.settle(error, []);
    };
    con.on('readyForQuery', ready);
    con.on('end', ready);
  }
  handleReadyForQuery() {
    this.settle(this.failed, this.results);
  }

  private next() {
    this.at++;
    this.expect();
  }
  private expect() {
    this.rows = [];
    this.shape((this.name && this.columns?.get(this.name)) || []);
  }
  private shape(fields: readonly Field[]) {
    this.fields = fields;
    const types = this.statements[this.at]?.types ?? VALUE_TYPES;
    this.parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text'));
  }
  private array(texts: (string | null)[]): unknown[] {
    return texts.map((text, i) => (text === null ? null : this.parsers[i]?.(text)));
  }
  private object(texts: (string | null)[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i] as string | null;
      row[(this.fields[i] as Field).name] = text === null ? null : this.parsers[i]?.(text);
    }
    return row;
  }
}
