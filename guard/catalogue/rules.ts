import { definersAsk, definersListed, definersPinned, functionsClosed, gateRights } from './gate';
import {
  foreignKeysHold,
  foreignKeysIndexed,
  foreignKeysNameOrg,
  indexesNameOrg,
  keysNameOwner,
  primaryKeys,
  rowsGoWithOrg,
} from './keys';
import {
  appendOnly,
  appRights,
  databaseClosed,
  noDefaultRights,
  noPresetScope,
  ownership,
  queueClosed,
  rolesApart,
  rolesPlain,
  schemaClosed,
} from './roles';
import type { CatalogueRule } from './rule';
import { leakproofTypes, modelsMatch, noSequences, noUnwallable, secretsHashed, viewsInvoke } from './shape';
import { orgColumn, orgStays, policiesMatch, tablesKnown, triggersOn, wallsForced, wallsUp } from './walls';

/** Every rule over the catalogue. */
export const CATALOGUE_RULES: readonly CatalogueRule[] = [
  tablesKnown,
  wallsUp,
  wallsForced,
  policiesMatch,
  orgColumn,
  orgStays,
  triggersOn,
  primaryKeys,
  keysNameOwner,
  foreignKeysNameOrg,
  rowsGoWithOrg,
  foreignKeysHold,
  foreignKeysIndexed,
  indexesNameOrg,
  rolesPlain,
  rolesApart,
  appRights,
  appendOnly,
  ownership,
  schemaClosed,
  queueClosed,
  databaseClosed,
  noDefaultRights,
  noPresetScope,
  definersListed,
  definersPinned,
  definersAsk,
  functionsClosed,
  gateRights,
  viewsInvoke,
  noUnwallable,
  noSequences,
  leakproofTypes,
  secretsHashed,
  modelsMatch,
];
