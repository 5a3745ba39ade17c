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
    int16(step.values.length);
    for (const value of step.values) int16(Buffer.isBuffer(value) ? 1 : 0); // binary or text
    int16(step.values.length);
    step.values.forEach((value, k) => {
      at = out.writeInt32BE(value === null ? -1 : (size.values[k] as number), at);
      if (typeof value === 'string') text(value);
      else if (value !== null) at += value.copy(out, at);
    });
    int16(1);
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
