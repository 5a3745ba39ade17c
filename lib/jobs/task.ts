import type { Feature } from '../plans/features';

/** Something that the worker does again and again. */
export type Task = {
  /** Kebab case: what the queue and the log call it. */
  name: string;
  /** When, as five fields of crontab, in UTC. */
  cron: string;
  /** Between its rounds by the clock it looks this often besides, for what people wait for in front of a page. */
  everySeconds?: number;
  /** The feature that it belongs to: it does nothing in an org where that is off (see whileOn). */
  feature?: Feature;
  /** One round of it. May be run again after a crash in the middle: an effect happens once all the same. */
  run: () => Promise<void>;
};
