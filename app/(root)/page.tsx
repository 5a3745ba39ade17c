import { redirect } from 'next/navigation';
import { Hairline } from '@/components/shell/hairline';
import { Wordmark } from '@/components/shell/logo';
import { Skyline } from '@/components/shell/skyline';
import { LinkButton } from '@/components/ui/link-button';
import { publicPage } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';

/** The front door: what this is, in a sentence, and the two ways in. */
export default async function HomePage() {
  const { person } = await publicPage();
  if (person) redirect(rootPaths.organizations);
  return (
    <div className="flex min-h-dvh flex-col overflow-hidden bg-canvas">
      <Hairline />
      <main id="main" className="mx-auto w-full max-w-[560px] flex-1 px-6 pt-[max(3rem,18vh)] pb-16">
        <Wordmark />
        <h1 className="mt-8 text-[2rem] leading-10 font-semibold tracking-[-0.022em] text-balance text-ink">
          Many households in one row, each behind its own wall.
        </h1>
        <p className="mt-4 text-base text-pretty text-ink-2">
          Every organization has an address, members and data of its own, walled off by the database itself.
          One account takes you through all the doors that are open to you.
        </p>
        <div className="mt-8 flex flex-wrap gap-2">
          <LinkButton href={rootPaths.signIn()} variant="primary" size="lg">
            Sign in
          </LinkButton>
          <LinkButton href={rootPaths.signUp()} size="lg">
            Create an account
          </LinkButton>
        </div>
      </main>
      <Skyline />
    </div>
  );
}
