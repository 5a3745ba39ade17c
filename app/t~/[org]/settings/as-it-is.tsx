import { OrgMark } from '@/components/ui/avatar';
import { Mono } from '@/components/ui/code';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';

type AsItIsProps = {
  name: string;
  color: string;
  iconUrl: string | null;
  host: string;
  /** Where the look is changed, for those who may. */
  brandingHref?: string;
};

/** The organization's name, mark and address, where they are not to be changed here. */
export function AsItIs({ name, color, iconUrl, host, brandingHref }: AsItIsProps) {
  return (
    <Section
      title="General"
      description={
        brandingHref
          ? 'Name, colour, logo and icon are changed where you see what they will look like.'
          : 'An admin or owner can change these.'
      }
    >
      <DescriptionList
        items={[
          {
            term: 'Name',
            value: (
              <span className="flex items-center gap-2">
                <OrgMark name={name} color={color} src={iconUrl} size={20} />
                {name}
              </span>
            ),
          },
          { term: 'Address', value: <Mono>{host}</Mono> },
        ]}
      />
      {brandingHref ? (
        <LinkButton href={brandingHref} className="mt-4">
          Change the branding
        </LinkButton>
      ) : null}
    </Section>
  );
}
