import { RESOURCES, type ResourceName } from './names';

/** The addresses of a resource's pages in a workspace, by the workspace's slug. Ids are ULIDs. */
export function recordPaths(workspace: string, name: ResourceName) {
  const list = `/s/${workspace}/${RESOURCES[name].path}`;
  return {
    list,
    create: `${list}/new`,
    one: (id: string) => `${list}/${id}`,
    edit: (id: string) => `${list}/${id}/edit`,
    export: `${list}/export`,
    imports: `${list}/import`,
    upload: (fileName: string) => `${list}/import/upload?${new URLSearchParams({ name: fileName })}`,
    import: (id: string) => `${list}/import/${id}`,
    refusals: (id: string) => `${list}/import/${id}/refused`,
  };
}
