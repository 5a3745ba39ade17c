import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Flight, forgetStatements, type Statement, type Wire } from './flight';

/** A connection that notes what is written, as pg.Client sees one. */
class FakeWire extends EventEmitter {
  written: Buffer[] = [];
  parsedStatements: Record<string, string | undefined> = {};
  stream = { writable: true, write: (bytes: Buffer) => this.written.push(bytes) > 0 };
  sendCopyFail() {}
  /** The kinds of the messages in the last packet: Parse, Bind, Describe, Execute, Sync. */
  get kinds() {
    const bytes = this.written.at(-1) as Buffer;
    let kinds = '';
    for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1))
      kinds += String.fromCharCode(bytes[at] as number);
    return kinds;
  }
}
const scope: Statement = { text: 'SELECT set_config($1)', values: ['x'], name: 'scope', quiet: true };
const query: Statement = { text: 'SELECT 1 AS n', values: [], name: 'q_1' };
const N = { fields: [{ name: 'n', dataTypeID: 23 }] };

function fly(wire: FakeWire, statements: Statement[]) {
  const outcome: { error?: Error; rows?: unknown[]; settled: number } = { settled: 0 };
  const flight = new Flight(statements, (error, results) => {
    outcome.settled++;
    outcome.error = error;
    outcome.rows = results.at(-1)?.rows;
  });
  const refused = flight.submit(wire as unknown as Wire);
  /** What pg.Client does on ParseComplete. */
  const parsed = () => {
    if (flight.name) wire.parsedStatements[flight.name] = flight.text;
  };
  return { flight, outcome, refused, parsed };
}
function answer(wire: FakeWire) {
  const { flight, outcome, parsed } = fly(wire, [scope, query]);
  const sent = wire.kinds;
  if (sent.startsWith('P')) parsed();
  flight.handleDataRow({ fields: ['secret'] });
  flight.handleCommandComplete({ text: 'SELECT 1' });
  if (sent.includes('D')) {
    parsed();
    flight.handleRowDescription(N);
  }
  flight.handleDataRow({ fields: ['1'] });
  flight.handleCommandComplete({ text: 'SELECT 1' });
  expect(outcome.settled).toBe(0);
  flight.handleReadyForQuery();
  return { sent, outcome };
}
const wireOf = (wire: FakeWire) => wire as unknown as Wire;

test('what a connection knows is neither parsed nor described again', () => {
  const wire = new FakeWire();
  expect(answer(wire)).toMatchObject({ sent: 'PBEPBDES', outcome: { settled: 1, rows: [{ n: 1 }] } });
  expect(answer(wire)).toMatchObject({ sent: 'BEBES', outcome: { settled: 1, rows: [{ n: 1 }] } });
  expect(answer(new FakeWire()).sent).toBe('PBEPBDES');
  forgetStatements(wireOf(wire));
  expect(answer(wire).sent).toBe('PBEPBDES');
  expect(wire.written).toHaveLength(3); // one packet each
});

test('a name twice in one flight is parsed once', () => {
  const wire = new FakeWire();
  fly(wire, [scope, query, query]);
  expect(wire.kinds).toBe('PBEPBDEBDES');
});

test('an error settles when the server is ready again, or gone, and not before', () => {
  const error = Object.assign(new Error('x'), { severity: 'ERROR' });
  for (const event of ['readyForQuery', 'end']) {
    const wire = new FakeWire();
    const { flight, outcome } = fly(wire, [scope, query]);
    flight.handleError(error, wireOf(wire));
    expect(outcome.settled).toBe(0);
    wire.emit(event);
    wire.emit(event);
    expect(outcome).toMatchObject({ settled: 1, error });
    expect(wire.listenerCount('readyForQuery') + wire.listenerCount('end')).toBe(0);
  }
});

test('an error that ends the connection settles at once', () => {
  for (const error of [new Error('socket'), Object.assign(new Error('x'), { severity: 'FATAL' })]) {
    const wire = new FakeWire();
    const { flight, outcome } = fly(wire, [scope, query]);
    flight.handleError(error, wireOf(wire));
    expect(outcome).toMatchObject({ settled: 1, error });
  }
});

test('a statement parsed before an error is known, one that was skipped is not', () => {
  const wire = new FakeWire();
  const { flight, parsed } = fly(wire, [scope, query]);
  parsed();
  flight.handleError(Object.assign(new Error('x'), { severity: 'ERROR' }), wireOf(wire));
  wire.emit('readyForQuery');
  fly(wire, [scope, query]);
  expect(wire.kinds).toBe('BEPBDES');
});

test('a value that can’t be read is an error, told when the server is ready', () => {
  const wire = new FakeWire();
  const types = {
    getTypeParser: () => () => {
      throw new Error('unreadable');
    },
  };
  const { flight, outcome } = fly(wire, [{ ...query, types }]);
  flight.handleRowDescription(N);
  flight.handleDataRow({ fields: ['1'] });
  flight.handleDataRow({ fields: ['2'] });
  flight.handleCommandComplete({ text: 'SELECT 2' });
  expect(outcome.settled).toBe(0);
  flight.handleReadyForQuery();
  expect(outcome).toMatchObject({ settled: 1, error: { message: 'unreadable' } });
});

test('a name that stands for another text is refused before anything is written', () => {
  const wire = new FakeWire();
  wire.parsedStatements.q_1 = 'SELECT 2';
  const { refused } = fly(wire, [scope, query]);
  expect(refused?.message).toContain('another text');
  expect(wire.written).toEqual([]);
});

test('values that can’t be sent are refused before anything is written', () => {
  const endless: unknown[] = [];
  endless.push(endless);
  for (const values of [[endless], Array(70_000).fill(1)])
    expect(() => new Flight([{ text: 'x', values }], () => {})).toThrow();
});
