import { LIMITS, type Limit } from './limits';

/** A number of a limit as people read it: "1,204", "48.5 MB". */
export function amount(limit: Limit, n: number): string {
  return LIMITS[limit].unit === 'bytes' ? bytes(n) : n.toLocaleString('en');
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in powers of 1,024, with one decimal where it says something. */
function bytes(n: number): string {
  const power = n < 1024 ? 0 : Math.min(Math.floor(Math.log2(n) / 10), UNITS.length - 1);
  const value = n / 1024 ** power;
  const shown = value.toLocaleString('en', { maximumFractionDigits: value < 100 && power > 0 ? 1 : 0 });
  return `${shown} ${n === 1 ? 'byte' : UNITS[power]}`;
}

type Full = {
  /** The organization's name. */
  org: string;
  limit: Limit;
  used: number;
  most: number;
  /** How many more are asked for. */
  wanted?: number;
  /** How to go on, when it is not the organization's own people who are told. */
  instead?: string;
};

/** "Acme has 25 of 25 members. Remove somebody or change the plan." */
export function quotaSentence({ org, limit, used, most, wanted = 1, instead }: Full): string {
  const { holds, mend } = LIMITS[limit];
  const more = used < most && wanted > 1 ? ` ${amount(limit, wanted)} more don’t fit.` : '';
  return `${org} ${holds(amount(limit, used), amount(limit, most))}.${more} ${instead ?? mend}`;
}
