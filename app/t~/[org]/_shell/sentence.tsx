import { Fragment } from 'react';
import type { Words } from '@/lib/shell/events/teller';

/** An event's sentence, its names standing out. */
export function Sentence({ words }: { words: Words }) {
  return words.map((word, i) =>
    typeof word === 'string' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a sentence's pieces never move
      <Fragment key={i}>{word}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a sentence's pieces never move
      <span key={i} className="font-medium text-ink">
        {word.name}
      </span>
    ),
  );
}
