/** Two pixels of the organization's colour along the top of the window, over everything else. */
export function Hairline() {
  return <div aria-hidden className="pointer-events-none fixed inset-x-0 top-0 z-100 h-0.5 bg-accent" />;
}
