import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, buttonClass } from './button-class';
import { cn } from './cn';
import { Spinner } from './spinner';

export type ButtonProps = ComponentProps<'button'> &
  ButtonLook & {
    icon?: ReactNode;
    /** Shows a spinner without changing the width; the button keeps focus and says it is busy. */
    pending?: boolean;
  };

/** A button. It names its act with a verb; one primary per page. */
export function Button({ variant, size, icon, pending, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(pending ? { 'aria-busy': true, 'aria-disabled': true } : {})}
      className={cn(buttonClass({ variant, size }), className)}
    >
      {pending && icon ? <Spinner /> : icon}
      {pending && !icon ? (
        <>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
          <span className="opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
    </button>
  );
}
