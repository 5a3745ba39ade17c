'use server';

import { orgAction } from '@/lib/admit/action';
import { switchFeature, switchFeatureSchema } from '@/lib/data/feature-switch';

/** Switches a feature on or off for the whole organization. */
export const setFeature = orgAction(
  'feature.switch',
  switchFeatureSchema,
  async ({ actor, input, request }) => {
    await switchFeature(actor, input, request);
  },
);
