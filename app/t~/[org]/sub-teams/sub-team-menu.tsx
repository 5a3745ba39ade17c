'use client';

import { Archive, ArchiveRestore, Ellipsis, Pencil, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { ActionMenuItem } from '@/components/form/action-menu-item';
import { ConfirmAction } from '@/components/form/confirm-action';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { orgPaths } from '@/lib/routes';
import { changeSubTeam, setArchived } from './actions';
import { DeleteSubTeam } from './delete-sub-team';
import type { MaySubTeams, SubTeamLine } from './line';
import { NameFields } from './name-fields';

/** What can be done with one sub-team. */
export function SubTeamMenu({ line, may }: { line: SubTeamLine; may: MaySubTeams }) {
  const [open, setOpen] = useState<'rename' | 'archive' | 'delete' | null>(null);
  const { id, name, slug, archived } = line;
  const close = (next: boolean) => !next && setOpen(null);
  return (
    <>
      <Menu label={`Acts on ${name}`} trigger={<IconButton label={`Acts on ${name}`} icon={<Ellipsis />} />}>
        {may.assign ? (
          <MenuItem icon={<Users />} href={orgPaths.subTeam(slug)}>
            Who is in it
          </MenuItem>
        ) : null}
        {may.rename ? (
          <MenuItem icon={<Pencil />} onSelect={() => setOpen('rename')}>
            Rename…
          </MenuItem>
        ) : null}
        {may.archive && archived ? (
          <ActionMenuItem
            icon={<ArchiveRestore />}
            action={setArchived}
            input={{ subTeam: id, archived: false }}
            doneMessage={`${name} is back from the archive`}
          >
            Bring back
          </ActionMenuItem>
        ) : null}
        {may.archive && !archived ? (
          <MenuItem icon={<Archive />} onSelect={() => setOpen('archive')}>
            Archive…
          </MenuItem>
        ) : null}
        {may.remove ? (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 />} onSelect={() => setOpen('delete')}>
              Delete…
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {open === 'rename' ? (
        <Dialog open onOpenChange={close} title={`Rename ${name}`}>
          <ActionForm
            action={changeSubTeam}
            extra={{ subTeam: id }}
            doneMessage="Saved"
            aria-label={`Rename ${name}`}
            onDone={() => setOpen(null)}
          >
            <NameFields name={name} slug={slug} />
            <DialogFooter>
              <DialogClose>
                <Button>Cancel</Button>
              </DialogClose>
              <SubmitButton>Save</SubmitButton>
            </DialogFooter>
          </ActionForm>
        </Dialog>
      ) : null}
      {open === 'archive' ? (
        <ConfirmAction
          open
          onOpenChange={close}
          action={setArchived}
          input={{ subTeam: id, archived: true }}
          doneMessage={`${name} is archived`}
          title={`Archive ${name}?`}
          description="Everybody in it can still read it. Nothing in it can be changed, and it moves to the end of the list."
          keeps="You can bring it back at any time. It keeps its place in the plan’s limit."
          act="Archive"
          tone="primary"
        />
      ) : null}
      {open === 'delete' ? <DeleteSubTeam line={line} close={() => setOpen(null)} /> : null}
    </>
  );
}
