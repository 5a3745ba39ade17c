import { notFound } from 'next/navigation';
import { RecordForm } from '@/components/resource/record-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { fromUlid, NO_ID } from '@/lib/ids';
import { requireResourceOn } from '@/lib/resources/door';
import { formFields } from '@/lib/resources/line';
import { recordOf } from '@/lib/resources/list';
import { RESOURCES, titled } from '@/lib/resources/names';
import { recordPaths } from '@/lib/resources/paths';
import { changeRecord } from '../../actions';

/** The form of a row that is there. */
export default async function EditRecordPage({
  params,
}: PageProps<'/t~/[org]/s/[subTeam]/[resource]/[id]/edit'>) {
  const { id } = await params;
  const uuid = fromUlid(id) ?? NO_ID;
  const { resource, actor, rows } = await requireResourceOn(params, 'update', uuid, (found) => [
    recordOf(found, uuid),
  ]);
  const [[row]] = rows;
  if (!row) notFound();
  const paths = recordPaths(actor.workspace.slug, resource.name);
  return (
    <Page>
      <PageHeader title={`Edit ${row.name}`} back={{ href: paths.one(id), label: row.name }} />
      <RecordForm
        resource={resource.name}
        id={id}
        fields={formFields(resource, row)}
        action={changeRecord}
        submit="Save"
        doneMessage={`${titled(RESOURCES[resource.name].one)} saved`}
        backHref={paths.one(id)}
      />
    </Page>
  );
}
