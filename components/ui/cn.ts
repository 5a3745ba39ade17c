import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// The theme's own names, without which tailwind-merge takes `text-title` for a colour.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['2xs', 'xs', 'sm', 'base', 'touch', 'title'],
      radius: ['control', 'card'],
      shadow: ['control', 'float', 'dialog'],
      breakpoint: ['shell'],
    },
  },
});

/** Joins class names; of two that set the same property the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
