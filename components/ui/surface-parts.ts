// What menus, popovers, dialogs and sheets are made of: 30 kB that no page carries. Import it through surface.ts only.
export { Dialog, DropdownMenu, Popover } from 'radix-ui';
