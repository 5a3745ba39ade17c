import { type Brand, OrgBrand } from '@/components/shell/org-brand';
import { Button } from '@/components/ui/button';

/** The sign-in page as the organization's people find it. */
export function DoorPreview({ message, ...brand }: Brand & { message: string }) {
  return (
    <>
      <div className="h-0.5 bg-accent" />
      <div className="grid place-items-center bg-canvas px-4 py-6">
        <div className="grid w-full max-w-[300px] gap-4">
          <div className="flex min-h-8 min-w-0 items-center justify-center">
            <OrgBrand {...brand} size={32} className="max-w-[240px] text-base" />
          </div>
          <div className="grid gap-3 rounded-card border border-line bg-surface p-5 shadow-control">
            <span className="text-base font-semibold break-words text-ink">Sign in to {brand.name}</span>
            {message ? <DoorMessage>{message}</DoorMessage> : null}
            <Pretended label="E-mail" />
            <Pretended label="Password" />
            <Button variant="primary" className="w-full">
              Sign in
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}

const DoorMessage = ({ children }: { children: string }) => (
  <p className="border-l-2 border-accent pl-3 break-words whitespace-pre-line text-ink-2">{children}</p>
);

const Pretended = ({ label }: { label: string }) => (
  <span className="grid gap-1 text-xs font-medium text-ink">
    {label}
    <span className="h-7 rounded-control border border-line-strong bg-field" />
  </span>
);
