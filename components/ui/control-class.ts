/** The look that text inputs, text areas and select triggers share. */
export const controlClass = [
  'w-full min-w-0 rounded-control border border-line-strong bg-field text-sm text-ink shadow-control',
  'pointer-coarse:text-touch transition-[border-color,background-color]',
  'hover:border-line-control focus-visible:border-ring focus-visible:outline-1 focus-visible:-outline-offset-1',
  'aria-invalid:border-red-solid aria-invalid:focus-visible:outline-red-solid',
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 disabled:hover:border-line-strong',
  'read-only:not-[button]:bg-sunken',
];
