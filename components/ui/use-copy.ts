'use client';

import { useEffect, useRef, useState } from 'react';
import { toast } from './toast-store';

/** Copies text to the clipboard; `copied` is true for two seconds after it worked. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<void> } {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No permission, or a plain http host: the text is on screen, so selecting it is the way out.
      toast({
        title: 'Your browser did not allow copying',
        description: 'Select the text and copy it.',
        tone: 'red',
      });
      return;
    }
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 2000);
  };
  return { copied, copy };
}
