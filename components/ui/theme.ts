'use client';

import { useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

/** The chosen theme; choosing shows at once on <html> and then tells `onChange`, which remembers it. */
export function useTheme(current: Theme, onChange: (theme: Theme) => unknown) {
  const [theme, setTheme] = useState(current);
  const choose = (next: Theme) => {
    setTheme(next);
    const { dataset } = document.documentElement;
    if (next === 'system') delete dataset.theme;
    else dataset.theme = next;
    onChange(next);
  };
  return { theme, choose };
}
