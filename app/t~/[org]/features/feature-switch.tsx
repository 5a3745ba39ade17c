'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toast-store';
import type { Feature } from '@/lib/plans/features';
import { setFeature } from './actions';

type FeatureSwitchProps = {
  feature: Feature;
  label: string;
  on: boolean;
  /** What stops when it goes off. */
  stops: readonly string[];
};

/** Switches a feature for everybody: on at once, off after a look at what stops, with a way back. */
export function FeatureSwitch({ feature, label, on, stops }: FeatureSwitchProps) {
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const { run, pending, error, reset } = useAction(setFeature);

  const set = async (next: boolean, back = false) => {
    const result = await run({ feature, on: next });
    if (!result) return;
    if (!result.ok) {
      if (next) toast({ title: result.message, code: result.code, tone: 'red' });
      return;
    }
    setAsking(false);
    router.refresh(); // navigation too
    toast({
      title: `${label} ${back ? 'is' : 'is'} ${next ? 'on' : 'off'}${back ? ' again' : ''}`,
      tone: 'green',
      ...(!back && { action: { label: 'Undo', onClick: () => set(!next, true) } }),
    });
  };

  return (
    <>
      <Switch
        checked={on}
        pending={pending && !asking}
        aria-label={label}
        onCheckedChange={(next) => {
          reset();
          if (next) set(true);
          else setAsking(true);
        }}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Turn off ${lower(label)}?`}
        description="For everybody in the organization, with their next click."
        items={stops.map((text) => ({ label: text }))}
        keeps="Nothing is deleted. Turned on again, it is all there as it was."
        act={`Turn off ${lower(label)}`}
        pending={pending}
        error={error}
        onConfirm={() => set(false)}
      />
    </>
  );
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
