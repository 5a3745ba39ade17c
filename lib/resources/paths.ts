import { RESOURCES, type ResourceName, scopeOf } from './names';

/**
 * The addresses of a resource's pages in a workspace, by the workspace's slug; of what is the organization's as a whole
 * they are the same in each. Ids are ULIDs.
 */
export function recordPaths(workspace: string, name: ResourceName) {
  const { path } = RESOURCES[name];
  const list = scopeOf(name) === 'org' ? `/${path}` : `/s/${workspace}/${path}`;
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
