/** The first stop of the Tab key: jumps over the navigation to the element with this id. */
export function SkipLink({ to = 'main' }: { to?: string }) {
  return (
    <a
      href={`#${to}`}
      className="fixed top-2 left-2 z-100 -translate-y-16 rounded-control bg-raised px-3 py-2 text-sm font-medium text-ink shadow-float focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
