import { z } from 'zod';
import { composed } from '../text';

/** No field takes more; composing a text of this length takes a few milliseconds. */
const MOST_TYPED = 20_000;

/** A text as someone typed it, in its composed form (NFC). Nothing further is done with one that is far too long. */
export const typedText = (says?: string) =>
  z
    .string(says)
    .max(MOST_TYPED, { abort: true, error: `Use at most ${MOST_TYPED.toLocaleString('en')} characters.` })
    .overwrite((text) => composed(text));
