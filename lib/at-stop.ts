type Work = () => Promise<unknown>;

// server.mjs reads it by this name: what Next bundles shares no module with it, but the process.
const kept = globalThis as { rowhouseAtStop?: Map<string, Work> };

/** Has `work` done when the server stops, after the last request was answered. One a name. */
export function atStop(name: string, work: Work): void {
  kept.rowhouseAtStop ??= new Map();
  kept.rowhouseAtStop.set(name, work);
}
