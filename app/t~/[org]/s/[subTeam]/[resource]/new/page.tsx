import { RecordForm } from '@/components/resource/record-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireResource } from '@/lib/resources/door';
import { formFields } from '@/lib/resources/line';
import { RESOURCES, titled } from '@/lib/resources/names';
import { recordPaths } from '@/lib/resources/paths';
import { addRecord } from '../actions';

/** The form of a new row. */
export default async function NewRecordPage({ params }: PageProps<'/t~/[org]/s/[subTeam]/[resource]/new'>) {
  const { resource, actor } = await requireResource(params, 'create');
  const { one, many } = RESOURCES[resource.name];
  const paths = recordPaths(actor.workspace.slug, resource.name);
  return (
    <Page>
      <PageHeader title={`Add ${one}`} back={{ href: paths.list, label: titled(many) }} />
      <RecordForm
        resource={resource.name}
        fields={formFields(resource)}
        action={addRecord}
        submit={`Add ${one}`}
        doneMessage={`${titled(one)} added`}
        backHref={paths.list}
      />
    </Page>
  );
}
