import { cva, type VariantProps } from 'class-variance-authority';

/** The look of everything that is pressed: buttons, link buttons, icon buttons. Drawn in button.css. */
export const buttonClass = cva('btn', {
  variants: {
    variant: {
      primary: 'btn-primary',
      secondary: 'btn-secondary',
      ghost: 'btn-ghost',
      danger: 'btn-danger',
    },
    size: { sm: 'btn-sm', md: 'btn-md', lg: 'btn-lg' },
    square: { true: 'btn-square', false: '' },
  },
  defaultVariants: { variant: 'secondary', size: 'md', square: false },
});

export type ButtonLook = Pick<VariantProps<typeof buttonClass>, 'variant' | 'size'>;
