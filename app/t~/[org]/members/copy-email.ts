'use client';

import { toast } from '@/components/ui/toast-store';

/** Copies an address, and says so. */
export async function copyEmail(email: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(email);
    toast({ title: `${email} copied` });
  } catch {
    // No permission, or a plain http host: the address is on screen, so selecting it is the way out.
    toast({ title: 'Your browser did not allow copying', description: email, tone: 'red' });
  }
}
