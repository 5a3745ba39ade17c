'use client';

import { useRef, useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field, Fieldset } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import type { FormInput } from '@/components/form/form-input';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { LineTextarea } from '@/components/form/line-textarea';
import { SubmitButton } from '@/components/form/submit-button';
import { UnsavedChanges } from '@/components/form/unsaved-changes';
import { useAction } from '@/components/form/use-action';
import { RadioCards } from '@/components/ui/radio-group';
import type { Role } from '@/lib/access/permissions';
import type { JudgedLine } from '@/lib/data/invite-judge';
import type { Candidate } from '../../_finder/finder';
import type { RoleOption } from '../role-options';
import { checkInvites, sendInvites } from './actions';
import { CheckedLines } from './checked-lines';
import { PlacePicker } from './place-picker';
import { SentLines } from './sent-lines';
import { isReady } from './verdicts';

type InviteFormProps = {
  to: string;
  role: Role;
  roles: RoleOption[];
  /** The teams and sub-teams that one can be invited into. */
  places: Candidate[];
  /** Those of them that are chosen at first. */
  chosen: Candidate[];
  most: number;
};
type Input = { text: string; role: Role; teams: string[]; subTeams: string[] };
type Step = { at: 'writing' } | { at: 'checked' | 'sent'; lines: JudgedLine[] };

/** Three steps in one place: write, see what each line will do, send and see what each line did. */
export function InviteForm({ to, role, roles, places, chosen: first, most }: InviteFormProps) {
  const [step, setStep] = useState<Step>({ at: 'writing' });
  const [refused, setRefused] = useState<JudgedLine | null>(null);
  const [chosen, setChosen] = useState(first);
  const written = useRef<Input>({ text: to, role, teams: [], subTeams: [] });
  const send = useAction(sendInvites, { onDone: (lines = []) => setStep({ at: 'sent', lines }) });

  const input = ({ text, role }: FormInput): Input => {
    const ids = (wanted: Candidate['kind']) => chosen.flatMap(({ id, kind }) => (kind === wanted ? id : []));
    written.current = {
      text: String(text),
      role: String(role) as Role,
      teams: ids('team'),
      subTeams: ids('sub_team'),
    };
    return written.current;
  };
  // One address needs no table to look at: it is sent, or what is in the way stands below it.
  const checked = (lines: JudgedLine[] = []) => {
    const [only] = lines;
    const single = lines.length === 1 && only ? only : null;
    setRefused(single && !isReady(single) ? single : null);
    if (!single) setStep({ at: 'checked', lines });
    else if (isReady(single)) send.run(written.current);
  };

  if (step.at === 'sent') return <SentLines lines={step.lines} again={() => setStep({ at: 'writing' })} />;
  return (
    <>
      {/* Kept while the lines are looked at, so that going back finds the text as it was. */}
      <div hidden={step.at === 'checked'} className="max-w-[720px]">
        <ActionForm
          action={checkInvites}
          toInput={input}
          onDone={checked}
          guardUnsaved
          changed={chosen !== first}
          aria-label="Invite people"
        >
          <FormRows wide>
            <Field
              name="text"
              label="E-mail addresses"
              hint={
                places.length
                  ? 'One a line, or separated by commas. A CSV file may have the columns email, role, teams and sub-teams.'
                  : 'One a line, or separated by commas. A CSV file may have the columns email and role.'
              }
            >
              <LineTextarea
                name="text"
                max={most}
                rows={7}
                noun={{ one: 'line', many: 'lines' }}
                placeholder={'ann@example.com\nBob Lee <bob@example.com>\ncay@example.com, viewer'}
                accept=".csv,.txt,text/csv,text/plain"
                defaultValue={to}
              />
            </Field>
            <Field name="role" label="Role" hint="For every address that has none of its own.">
              <RadioCards
                name="role"
                columns={2}
                defaultValue={role}
                options={roles.map(({ value, label, hint, disabled }) => ({
                  value,
                  label,
                  hint,
                  ...(disabled && { reason: hint }),
                }))}
              />
            </Field>
            {places.length ? (
              <Fieldset
                legend="Teams and sub-teams (optional)"
                hint="Where they are from the start: every address that has none of its own."
              >
                <PlacePicker places={places} chosen={chosen} onChange={setChosen} />
              </Fieldset>
            ) : null}
            {refused ? (
              <FormError error={{ message: `${refused.text}: ${refused.why}`, code: refused.verdict }} />
            ) : (
              <FormError error={send.error} />
            )}
            <FormActions>
              <SubmitButton pending={send.pending}>Continue</SubmitButton>
            </FormActions>
          </FormRows>
        </ActionForm>
      </div>
      {step.at === 'checked' ? (
        <>
          <UnsavedChanges dirty={!send.pending} />
          <CheckedLines
            lines={step.lines}
            pending={send.pending}
            error={send.error}
            back={() => {
              send.reset();
              setStep({ at: 'writing' });
            }}
            send={() => send.run(written.current)}
          />
        </>
      ) : null}
    </>
  );
}
