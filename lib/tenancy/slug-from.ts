// Pure: forms suggest an address while a name is typed.

export const SLUG_MIN = 3;
export const SLUG_MAX = 40;

// What letters become that have no accent to take off.
const LETTERS: Record<string, string> = {
  ...pairs('ß ss æ ae œ oe ø o đ d ð d þ th ł l ħ h ı i ŋ ng ſ s & -and-'),
  ...pairs('а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts'),
  ...pairs('ч ch ш sh щ shch ъ - ы y ь - э e ю iu я ia є ie і i ї i ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz'),
  ...pairs(
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
  ),
};

/**
 * The address that a name suggests: Latin, Cyrillic and Greek letters are transliterated, everything else becomes
 * a hyphen. '' when nothing is left, or too little; it may still be taken or reserved.
 */
export function slugFrom(name: string): string {
  const letters = [...name.normalize('NFKC').toLowerCase()].map((letter) => {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '');
    return LETTERS[letter] ?? [...bare].map((one) => LETTERS[one] ?? one).join('');
  });
  const slug = letters
    .join('')
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replace(/^-+|-+$/g, '');
  return slug.length < SLUG_MIN ? '' : slug;
}

function pairs(text: string): Record<string, string> {
  const words = text.split(' ');
  const all: Record<string, string> = {};
  for (let i = 0; i < words.length; i += 2)
    all[words[i] ?? ''] = words[i + 1] === '-' ? '' : (words[i + 1] ?? '');
  return all;
}
