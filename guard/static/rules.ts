import { anyHost } from './any-host';
import { composedText, jsonIsCounted } from './bounded';
import { clientReach } from './client-reach';
import {
  databasePackages,
  dbInternals,
  gateCallers,
  generatedClient,
  noBrandCasts,
  noRawQueries,
} from './database';
import {
  actionExports,
  actionsReturn,
  entryPlaces,
  layoutsAsk,
  noInlineActions,
  orgPages,
  rootPages,
  routeMethods,
  workspacePages,
} from './entries';
import { doorsAskFeatures, featuresAsked, jobsAskFeatures } from './features';
import { noBuiltHosts, noHostReading } from './hosts';
import { noConsole, noMarkupFromText } from './hygiene';
import { importDirection } from './import-direction';
import { noModuleState } from './module-state';
import { nextSettings } from './next-config';
import { exactVersions, portableLock, versionFloors } from './packages';
import { hostOnlyCookies, noEnvironment, noSharedCache } from './requests';
import type { Rule } from './rule';
import { noLooseSchemas, strictInput } from './schemas';
import { noSessionSettings, sqlIsWritten, sqlNamesOwner } from './sql';
import { noWaitingInTransactions, oneHandleInTransactions } from './transactions';

/** Every rule over the sources. */
export const STATIC_RULES: readonly Rule[] = [
  databasePackages,
  generatedClient,
  dbInternals,
  gateCallers,
  anyHost,
  noBrandCasts,
  noRawQueries,
  sqlNamesOwner,
  sqlIsWritten,
  noSessionSettings,
  orgPages,
  workspacePages,
  rootPages,
  entryPlaces,
  layoutsAsk,
  routeMethods,
  actionExports,
  noInlineActions,
  actionsReturn,
  featuresAsked,
  doorsAskFeatures,
  jobsAskFeatures,
  noLooseSchemas,
  strictInput,
  importDirection,
  clientReach,
  noEnvironment,
  noHostReading,
  noBuiltHosts,
  hostOnlyCookies,
  noSharedCache,
  noModuleState,
  noConsole,
  noMarkupFromText,
  noWaitingInTransactions,
  oneHandleInTransactions,
  nextSettings,
  versionFloors,
  portableLock,
  exactVersions,
  composedText,
  jsonIsCounted,
];
