/** Work that goes on all the time, beside the queue of jobs. */
export type Loop = {
  /** Kebab case: what the log calls it. */
  name: string;
  /** @returns stop: begins nothing more, and resolves when what is under way is done */
  open(): { stop(): Promise<void> };
};
