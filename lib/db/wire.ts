/** A statement as it goes over the wire: what the server has to be told of it, and its encoded values. */
export type Step = {
  text: string;
  /** '' is the unnamed statement. */
  name: string;
  values: readonly (string | Buffer | null)[];
  /** False when this connection has the named statement already. */
  parse: boolean;
  /** False when the result's columns are known already, or not wanted. */
  describe: boolean;
};

/** The protocol counts parameters in 16 bits. */
export const MAX_VALUES = 65_535;

const [P, B, D, E, S] = [0x50, 0x42, 0x44, 0x45, 0x53];

/**
 * Parse, Bind, Describe and Execute of each step as far as needed, then ONE Sync: a whole flight in one buffer.
 * Formats: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function encode(steps: readonly Step[]): Buffer {
  const sizes = steps.map(sizeOf);
  const to = new Writer(sizes.reduce((sum, size) => sum + size.total, 5));
  for (const [i, step] of steps.entries()) {
    const size = sizes[i] as Size;
    if (step.parse) {
      to.kind(P, size.parse - 1);
      to.text(step.name);
      to.byte(0);
      to.text(step.text);
      to.byte(0);
      to.int16(0); // types of parameters: as the server infers them
    }
    to.kind(B, size.bind - 1);
    to.byte(0); // the unnamed portal
    to.text(step.name);
    to.byte(0);
    to.int16(step.values.length);
    for (const value of step.values) to.int16(Buffer.isBuffer(value) ? 1 : 0); // binary or text
    to.int16(step.values.length);
    for (const [k, value] of step.values.entries()) {
      to.int32(value === null ? -1 : (size.values[k] as number));
      if (typeof value === 'string') to.text(value);
      else if (value !== null) to.bytes(value);
    }
    to.int16(1);
    to.int16(0); // results: all as text
    if (step.describe) {
      to.kind(D, 6);
      to.byte(P); // of the portal
      to.byte(0);
    }
    to.kind(E, 9);
    to.byte(0);
    to.int32(0); // all rows
  }
  to.kind(S, 4);
  return to.out;
}

/** Fills a buffer whose length was reckoned before. */
class Writer {
  readonly out: Buffer;
  private at = 0;
  constructor(length: number) {
    this.out = Buffer.allocUnsafe(length);
  }
  kind(code: number, length: number) {
    this.out[this.at] = code;
    this.at = this.out.writeInt32BE(length, this.at + 1);
  }
  byte(n: number) {
    this.out[this.at++] = n;
  }
  int16(n: number) {
    this.at = this.out.writeUInt16BE(n, this.at);
  }
  int32(n: number) {
    this.at = this.out.writeInt32BE(n, this.at);
  }
  text(string: string) {
    this.at += this.out.write(string, this.at);
  }
  bytes(value: Buffer) {
    this.at += value.copy(this.out, this.at);
  }
}

type Size = { total: number; parse: number; bind: number; values: number[] };

function sizeOf({ name, text, values, parse, describe }: Step): Size {
  const lengths = values.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const nameAndZero = name.length + 1; // names are ASCII
  const parseBytes = parse ? 5 + nameAndZero + Buffer.byteLength(text) + 1 + 2 : 0;
  const bind =
    5 +
    1 +
    nameAndZero +
    2 +
    2 * values.length +
    2 +
    4 * values.length +
    lengths.reduce((a, b) => a + b, 0) +
    4;
  return { total: parseBytes + bind + (describe ? 7 : 0) + 10, parse: parseBytes, bind, values: lengths };
}
