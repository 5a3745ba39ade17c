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
  const out = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size.total, 5));
  let at = 0;
  const kind = (code: number, length: number) => {
    out[at] = code;
    at = out.writeInt32BE(length, at + 1);
  };
  const int16 = (n: number) => {
    at = out.writeUInt16BE(n, at);
  };
  const zero = () => {
    out[at++] = 0;
  };
  const text = (string: string) => {
    at += out.write(string, at);
  };

  steps.forEach((step, i) => {
    const size = sizes[i] as Size;
    if (step.parse) {
      kind(P, size.parse - 1);
      text(step.name);
      zero();
      text(step.text);
      zero();
      int16(0); // types of parameters: as the server infers them
    }
    kind(B, size.bind - 1);
    zero(); // the unnamed portal
    text(step.name);
    zero();
    int16(size.binary ? step.values.length : 0);
    if (size.binary) for (const value of step.values) int16(Buffer.isBuffer(value) ? 1 : 0);
    int16(step.values.length);
    step.values.forEach((value, k) => {
      at = out.writeInt32BE(value === null ? -1 : (size.values[k] as number), at);
      if (typeof value === 'string') text(value);
      else if (value !== null) at += value.copy(out, at);
    });
    int16(0); // results: all as text
    if (step.describe) {
      kind(D, 6);
      out[at++] = P; // of the portal
      zero();
    }
    kind(E, 9);
    zero();
    at = out.writeInt32BE(0, at); // all rows
  });
  kind(S, 4);
  return out;
}

type Size = { total: number; parse: number; bind: number; values: number[]; binary: boolean };

function sizeOf({ name, text, values, parse, describe }: Step): Size {
  const nameBytes = name.length; // ASCII
  const lengths = values.map((v) => (v === null ? 0 : Buffer.byteLength(v)));
  const binary = values.some((v) => Buffer.isBuffer(v));
  const parseBytes = parse ? 1 + 4 + nameBytes + 1 + Buffer.byteLength(text) + 1 + 2 : 0;
  const bind =
    1 + 4 + 1 + nameBytes + 1 + 2 + (binary ? 2 * values.length : 0) + 2 + 4 * values.length + 2 +
    lengths.reduce((sum, n) => sum + n, 0);
  return {
    total: parseBytes + bind + (describe ? 7 : 0) + 10,
    parse: parseBytes,
    bind,
    values: lengths,
    binary,
  };
}
