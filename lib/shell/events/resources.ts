import { RESOURCE_NAMES, RESOURCES, type ResourceName, titled } from '../../resources/names';
import { counted, name, type Teller, type Told, type Words } from './teller';

/** What can happen to the rows of every described resource. */
const ofResource = (kind: ResourceName): Record<string, Teller> => {
  const { one, many } = RESOURCES[kind];
  const did =
    (verb: string): Teller['say'] =>
    (_, who, whom) => [who, ` ${verb} the ${one} `, whom];
  const other = ({ after }: Told): Words =>
    Object.entries(after ?? {}).flatMap(([to, label]) => [`the ${to} `, name(label)]);
  return {
    [`${kind}.created`]: { label: `${titled(one)} added`, say: did('added') },
    [`${kind}.updated`]: { label: `${titled(one)} changed`, say: did('changed') },
    [`${kind}.deleted`]: { label: `${titled(one)} deleted`, say: did('deleted') },
    [`${kind}.tied`]: {
      label: `${titled(one)} linked`,
      say: (e, who, whom) => [who, ' linked ', whom, ' with ', ...other(e)],
    },
    [`${kind}.untied`]: {
      label: `${titled(one)} unlinked`,
      say: (e, who, whom) => [who, ' unlinked ', whom, ' from ', ...other(e)],
    },
    [`${kind}.imported`]: {
      label: `${titled(many)} imported`,
      say: (e, who, whom) => [
        who,
        ` let ${counted(e.after?.rows, 'row', 'rows')} of `,
        whom,
        ` come in as ${many}`,
      ],
    },
    [`${kind}.exported`]: {
      label: `${titled(many)} exported`,
      say: (e, who) => [who, ` exported ${counted(e.after?.rows, one, many)} as CSV`],
    },
  };
};

/** The rows of every described resource. */
export const RESOURCE_EVENTS: Record<string, Teller> = Object.assign({}, ...RESOURCE_NAMES.map(ofResource));
