import { cva, type VariantProps } from 'class-variance-authority';

/** The look of everything that is pressed: buttons, link buttons, icon buttons. */
export const buttonClass = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center rounded-control font-medium whitespace-nowrap',
    'transition-[background-color,border-color,color,box-shadow] no-underline',
    'disabled:cursor-not-allowed disabled:opacity-50',
    'aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:opacity-50 aria-busy:cursor-progress',
  ],
  {
    variants: {
      variant: {
        primary:
          'bg-accent text-accent-ink shadow-control hover:bg-[color-mix(in_oklch,var(--accent),var(--ink)_9%)] active:bg-[color-mix(in_oklch,var(--accent),var(--ink)_16%)]',
        secondary:
          'border border-line-strong bg-field text-ink shadow-control hover:border-line-control hover:bg-hover active:bg-press data-[state=open]:bg-hover',
        ghost:
          'text-ink-2 hover:bg-hover hover:text-ink active:bg-press data-[state=open]:bg-hover data-[state=open]:text-ink',
        danger:
          'bg-red-solid text-white shadow-control hover:bg-[color-mix(in_oklch,var(--red-solid),black_9%)] active:bg-[color-mix(in_oklch,var(--red-solid),black_16%)]',
      },
      size: {
        sm: 'h-7 gap-1.5 px-2.5 text-xs pointer-coarse:h-10 pointer-coarse:px-3 pointer-coarse:text-sm [&_.lucide]:size-3.5',
        md: 'h-8 gap-1.5 px-3 text-sm pointer-coarse:h-10',
        lg: 'h-10 gap-2 px-4 text-base',
      },
      square: { true: 'px-0 pointer-coarse:px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'sm', class: 'w-7 pointer-coarse:w-10' },
      { square: true, size: 'md', class: 'w-8 pointer-coarse:w-10' },
      { square: true, size: 'lg', class: 'w-10' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md', square: false },
  },
);

export type ButtonLook = Pick<VariantProps<typeof buttonClass>, 'variant' | 'size'>;
