import { type FileRow, rowsOf } from './file';

/** Returns up to `count` rows of a file, the first of them the one at `from`, counted from 0 without the head. */
export type ChunkReader = (from: number, count: number) => Promise<FileRow[]>;

/**
 * Reads a file in parts, so that no more of it is held in memory than is needed. Parts that follow each other are read in
 * one pass; a part before the last one starts at the beginning again.
 */
export function chunksOf(text: string): ChunkReader {
  let rows = rowsOf(text);
  let next = -1;
  return async (from, count) => {
    if (from < next) {
      rows = rowsOf(text);
      next = -1;
    }
    const part: FileRow[] = [];
    while (part.length < count) {
      const { value, done } = await rows.next();
      if (done) break;
      if (next++ >= from) part.push(value);
    }
    return part;
  };
}
