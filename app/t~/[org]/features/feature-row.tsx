import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { Reason } from '@/components/ui/reason';
import { Status } from '@/components/ui/status';
import { Switch } from '@/components/ui/switch';
import { FEATURES, type Feature } from '@/lib/plans/features';
import { plansWith } from '@/lib/plans/plans';
import { orgPaths } from '@/lib/routes';
import { FeatureSwitch } from './feature-switch';
import { featureIcon } from './icons';

type FeatureRowProps = {
  feature: Feature;
  on: boolean;
  /** The plan, or an arrangement, has it. */
  given: boolean;
  mayChoose: boolean;
  maySwitch: boolean;
};

/** A feature: what it is, where it shows, and its switch. What the plan has not got can't be switched on here. */
export function FeatureRow({ feature, on, given, mayChoose, maySwitch }: FeatureRowProps) {
  const { label, sentence, shows, stops } = FEATURES[feature];
  const plans = new Intl.ListFormat('en', { type: 'disjunction' }).format(plansWith(feature));
  return (
    <li className="flex items-start gap-x-4 px-4 py-4">
      <span
        aria-hidden
        className="mt-px grid size-8 shrink-0 place-items-center rounded-control border border-line bg-field text-ink-2 shadow-control max-sm:hidden"
      >
        {featureIcon(feature)}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
          {label}
          {given ? null : <Badge>Not in your plan</Badge>}
        </h3>
        <p className="text-ink-2">{sentence}</p>
        <p className="mt-1 text-xs text-ink-3">Shows on {shows}.</p>
        {given ? null : (
          <p className="mt-1 text-xs text-ink-2">
            Part of {plans}.{' '}
            {mayChoose ? (
              <Link
                href={orgPaths.plan}
                className="touch-target font-medium text-accent-text hover:underline"
              >
                See plans
              </Link>
            ) : (
              'An owner can change the plan.'
            )}
          </p>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-3 pt-0.5">
        <span className="max-sm:hidden">
          <Status tone={on ? 'green' : 'neutral'}>{on ? 'On' : 'Off'}</Status>
        </span>
        {given && maySwitch ? (
          <FeatureSwitch feature={feature} label={label} on={on} stops={stops} />
        ) : (
          <Reason why={given ? 'Your role does not switch features' : `Not in your plan; part of ${plans}`}>
            <Switch disabled checked={on} aria-label={label} />
          </Reason>
        )}
      </div>
    </li>
  );
}
