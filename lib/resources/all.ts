import { contact } from './contact';
import type { Description } from './describe';
import { desktop } from './desktop';
import { group } from './group';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from './names';

/** Every described resource. The compiler misses one that has a line of navigation and no description. */
export const DESCRIPTIONS: Readonly<Record<ResourceName, Description>> = { contact, group, desktop };

/** The resource whose pages lie at this part of an address; null when there is none. */
export function resourceAt(path: string): Description | null {
  const name = RESOURCE_NAMES.find((one) => RESOURCES[one].path === path);
  return name ? DESCRIPTIONS[name] : null;
}
