import { OrgMark } from '@/components/ui/avatar';
import { Mono } from '@/components/ui/code';
import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';

type AsItIsProps = { name: string; color: string; host: string };

/** The organization's name, colour and address, for those who may look and not change. */
export function AsItIs({ name, color, host }: AsItIsProps) {
  return (
    <Section title="General" description="An admin or owner can change these.">
      <DescriptionList
        items={[
          {
            term: 'Name',
            value: (
              <span className="flex items-center gap-2">
                <OrgMark name={name} color={color} size={20} />
                {name}
              </span>
            ),
          },
          { term: 'Address', value: <Mono>{host}</Mono> },
        ]}
      />
    </Section>
  );
}
