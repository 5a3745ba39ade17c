import { EARLY } from './palette-store';

// Runs before anything else has come: keep it small, and without a library. In the capturing phase: while React hydrates
// it stops the keys that it can't hand on yet.
const SCRIPT = `(() => {
  const early = { pressed: false, stop: () => removeEventListener('keydown', onKey, true) };
  const onKey = (event) => {
    if (event.altKey || event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    early.pressed = !early.pressed;
  };
  addEventListener('keydown', onKey, true);
  window.${EARLY} = early;
})()`;

/** Keeps a ⌘K that is pressed before the page's code is there, until CommandPalette asks for it. */
export function EarlyKey({ nonce }: { nonce: string }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {SCRIPT}
    </script>
  );
}
