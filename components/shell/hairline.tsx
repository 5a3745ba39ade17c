/** Two pixels of the organization's colour along the top of the window, over everything else; they move while a page is on its way. */
export function Hairline() {
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-x-0 top-0 z-100 h-0.5 overflow-hidden bg-accent in-data-busy:h-[3px]"
    >
      <div className="hidden h-full w-1/3 animate-slide bg-surface opacity-70 in-data-busy:block" />
    </div>
  );
}
