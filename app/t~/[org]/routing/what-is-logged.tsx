/** What stands in the log, what doesn't, and for how long. */
export function WhatIsLogged() {
  return (
    <p className="max-w-[72ch] text-xs text-ink-3">
      Lines are kept for 30 days, and appear about a second after the request. Every page, action and API
      request that was for this organization is here, also what the browser fetches ahead. Pictures, the way
      to sign in and this log’s own live view are not, and no query string or secret ever is. Refusals at
      hosts that lead to no organization are in the operator’s log.
    </p>
  );
}
