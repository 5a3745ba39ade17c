import { domainToUnicode } from 'node:url';
import { composed } from '../text';

// Letters of other alphabets that look like one of ours, by the one they look like (after Unicode's confusables,
// UTS #39, the small letters that browsers show).
const LOOKS: Record<string, string> = {
  a: 'аɑα',
  b: 'ьƅ',
  c: 'сϲⅽ',
  d: 'ԁđ',
  e: 'еҽ',
  g: 'ɡցğ',
  h: 'һհ',
  i: 'іıιɩ',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӏłǀ',
  n: 'пηոռ',
  o: 'оοօøσ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  u: 'υսʋ',
  v: 'νѵᴠ',
  w: 'ԝωѡ',
  x: 'хχ',
  y: 'уγү',
};
const LIKE = new Map(
  Object.entries(LOOKS).flatMap(([ours, theirs]) => [...theirs].map((one) => [one, ours])),
);

/**
 * What a slug or a host looks like at a glance: two names with the same skeleton can be taken for each other (acme and
 * acrne, g1obex and globex, аcme with a Cyrillic а). Punycode is read as the letters it stands for. For a slug the
 * database says the same (slug_shape).
 */
export function skeleton(name: string): string {
  const shown = name.includes('xn--') ? domainToUnicode(name) || name : name;
  const latin = [...composed(shown, 'NFKD').replace(/\p{M}/gu, '').toLowerCase()]
    .map((letter) => LIKE.get(letter) ?? letter)
    .join('');
  return latin.replaceAll('0', 'o').replace(/[1i]/g, 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');
}
