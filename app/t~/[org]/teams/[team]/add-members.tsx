'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Dialog, DialogFooter } from '@/components/ui/dialog';
import { RadioCards } from '@/components/ui/radio-group';
import { toast } from '@/components/ui/toast-store';
import { Chosen } from '../../_finder/chosen';
import type { Candidate } from '../../_finder/finder';
import { MemberPicker } from '../../_finder/member-picker';
import { NotYet } from '../../_finder/not-yet';
import { Results } from '../../members/results';
import type { Told } from '../../members/told';
import { addTeamMembers } from '../actions';
import { counted, type TeamLine } from '../line';

const ROLES = [
  { value: 'member', label: 'Member', hint: 'Has what the team has.' },
  { value: 'lead', label: 'Lead', hint: 'Also changes who is in it.' },
];

/** The button that opens a dialog to put several members into the team at once; then what became of each. */
export function AddMembers({ team, mayInvite }: { team: TeamLine; mayInvite: boolean }) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Candidate[]>([]);
  const [role, setRole] = useState('member');
  const [results, setResults] = useState<Told[] | null>(null);
  const { run, pending, error, reset } = useAction(addTeamMembers);
  const put = async () => {
    const result = await run({
      team: team.id,
      members: chosen.map(({ id }) => id),
      role: role as 'lead' | 'member',
    });
    if (!result?.ok) return;
    const told = (result.data ?? []) as Told[];
    setOpen(false);
    setChosen([]);
    if (told.every(({ done }) => done))
      toast({
        title: `${counted(told.length, 'person is', 'people are')} in ${team.name} now`,
        tone: 'green',
      });
    else setResults(told);
  };
  const add = (who: Candidate | null) =>
    who && setChosen((all) => (all.some(({ id }) => id === who.id) ? all : [...all, who].slice(0, 100)));
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          setChosen([]);
          reset();
        }}
        title={`Add members to ${team.name}`}
        description="They have what is shared with the team from their next click on."
        trigger={
          <Button variant="primary" icon={<UserPlus />}>
            Add members
          </Button>
        }
      >
        <div className="grid gap-4">
          <MemberPicker key={chosen.length} chosen={null} onChoose={add} />
          <Chosen
            chosen={chosen}
            leaveOut={(gone) => setChosen((all) => all.filter(({ id }) => id !== gone))}
          />
          <RadioCards
            aria-label="Role in the team"
            options={ROLES}
            columns={2}
            value={role}
            onValueChange={setRole}
          />
          {mayInvite ? <NotYet into={{ team: team.slug }} /> : null}
          <FormError error={error} />
        </div>
        <DialogFooter>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button variant="primary" disabled={chosen.length === 0} pending={pending} onClick={put}>
            {chosen.length > 1 ? `Add ${chosen.length} members` : 'Add member'}
          </Button>
        </DialogFooter>
      </Dialog>
      {results ? (
        <Results
          title={`${results.filter(({ done }) => done).length} added, ${results.filter(({ done }) => !done).length} not`}
          outcomes={results}
          canUndo={false}
          undo={() => {}}
          close={() => setResults(null)}
        />
      ) : null}
    </>
  );
}
