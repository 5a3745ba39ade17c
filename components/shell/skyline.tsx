import { useId } from 'react';

/*
 * One street of houses, 556 wide and 150 high, drawn in lines; it repeats for as long as the page is wide.
 * The house that stands out is drawn over it in the middle, in the accent.
 */
const STREET = [
  'M0 150V62L34 28L68 62V150',
  'M68 150V74H132V150 M68 66H132V74H68Z',
  'M132 150V58H142V46H152V34H176V46H186V58H196V150',
  'M196 150V66A36 36 0 0 1 268 66V150',
  'M268 150V80H336V150 M268 80L302 52L336 80',
  'M336 150V70H400V150 M332 62H404V70H332Z M344 62V52H392V62',
  'M400 150V64L418 40H450L468 64V150',
  'M468 150V82L512 44L556 82V150',
];
const OPENINGS = [
  'M16 78h12v18h-12z M40 78h12v18h-12z M27 150v-28h14v28',
  'M80 90h10v16h-10z M95 90h10v16h-10z M110 90h10v16h-10z M80 150v-26h14v26 M106 124h14v14h-14z',
  'M146 72h12v18h-12z M170 72h12v18h-12z M158 150v-30h12v30',
  'M214 72h12v20h-12z M238 72h12v20h-12z M225 150v-28h14v28',
  'M284 94h12v16h-12z M308 94h12v16h-12z M284 150v-24h12v24',
  'M348 84h10v16h-10z M363 84h10v16h-10z M378 84h10v16h-10z M361 150v-28h14v28',
  'M416 78h12v18h-12z M440 78h12v18h-12z M440 150v-28h14v28',
  'M494 92h12v16h-12z M518 92h12v16h-12z M506 150v-26h12v26',
];

/** A row of houses along the foot of a page, one of them lit. Decoration only. */
export function Skyline() {
  const id = useId();
  return (
    <svg aria-hidden className="block w-full text-ink" height="150" fill="none">
      <defs>
        <pattern id={id} width="556" height="150" patternUnits="userSpaceOnUse">
          {/* Walls are shared: one opacity for the whole street keeps them from being drawn twice as dark. */}
          <g stroke="currentColor" opacity="0.2">
            <path d={STREET.join(' ')} />
            <path d={OPENINGS.join(' ')} opacity="0.7" />
          </g>
        </pattern>
      </defs>
      <svg x="50%" overflow="visible" aria-hidden>
        <rect x="-4170" width="8340" height="150" fill={`url(#${id})`} transform="translate(-164 0)" />
        <g transform="translate(-164 0)">
          <path
            d="M132 150V58H142V46H152V34H176V46H186V58H196V150Z"
            fill="var(--accent-soft)"
            stroke="var(--accent-text)"
          />
          <path d="M146 72h12v18h-12z M170 72h12v18h-12z M158 150v-30h12v30" stroke="var(--accent-text)" />
        </g>
      </svg>
      <path d="M0 149.5H10000" stroke="currentColor" opacity="0.2" />
    </svg>
  );
}
