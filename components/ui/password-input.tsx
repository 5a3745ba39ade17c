'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from './cn';
import { controlClass } from './control-class';
import { useFieldWiring } from './field-context';

/** A password input with a button that shows and hides what is typed. Give it the right `autoComplete`. */
export function PasswordInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false);
  const wiring = useFieldWiring(props);
  return (
    <span className={cn('relative flex w-full', className)}>
      <input
        spellCheck={false}
        autoCapitalize="none"
        {...props}
        {...wiring}
        type={shown ? 'text' : 'password'}
        className={cn(controlClass, 'h-8 pr-9 pl-2.5 pointer-coarse:h-10 pointer-coarse:pr-11')}
      />
      <button
        type="button"
        aria-label={shown ? 'Hide password' : 'Show password'}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-control text-ink-3 hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:w-10"
      >
        {shown ? <EyeOff /> : <Eye />}
      </button>
    </span>
  );
}
