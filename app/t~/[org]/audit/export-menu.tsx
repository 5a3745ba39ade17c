import { Download } from 'lucide-react';
import { buildHref } from '@/components/table/query';
import { LinkButton } from '@/components/ui/link-button';
import { orgPaths } from '@/lib/routes';

/** The events that the filters leave, as a file. */
export function ExportMenu({ params }: { params: Record<string, string> }) {
  const href = (format: string) => buildHref(orgPaths.auditExport(), params, { format });
  return (
    <>
      <LinkButton href={href('csv')} icon={<Download />} external>
        Export CSV
      </LinkButton>
      <LinkButton href={href('ndjson')} external>
        NDJSON
      </LinkButton>
    </>
  );
}
