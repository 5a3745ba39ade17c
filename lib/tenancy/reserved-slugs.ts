// Names that no organization may have as its subdomain: they mean something to mail, browsers and operators, they
// are hosts this product has or may get, or people would take them for the product itself. Kept by theme so that
// a missing one is seen.
const THEMES = {
  'hosts and protocols': `www www1 www2 web ftp sftp ssh smtp imap pop pop3 mail mail1 mail2 email webmail mx mx1 mx2
    ns ns1 ns2 ns3 dns dhcp vpn proxy gateway cdn static assets media images img files download downloads upload
    uploads edge origin cache local localhost localdomain broadcasthost wpad autodiscover autoconfig isatap ntp ldap
    git svn irc xmpp stun turn rtmp ws wss http https tcp udp`,
  'the product': `rowhouse root console admin admins administrator administration app apps api apis dashboard portal
    manage management control panel backend internal intranet extranet system sys service services server host hosts
    tenant tenants org orgs organization organizations organisation organisations workspace workspaces team teams
    member members user users account accounts profile settings preferences invite invites invitation invitations
    switcher mailbox`,
  'signing in': `auth oauth oauth2 oidc saml sso scim idp login logout signin sign-in signout sign-out signup sign-up
    register registration join verify verification reset password passwords recover session sessions token tokens
    handover security secure trust`,
  operations: `status health healthcheck healthz ready live metrics monitor monitoring log logs trace stats
    analytics telemetry grafana kibana prometheus sentry jenkins ci build deploy release releases stage staging
    preview beta alpha canary dev develop development test testing tests qa uat demo sandbox prod production
    backup backups db database postgres redis queue worker workers jobs cron`,
  'people and papers': `about blog news press help support docs doc documentation guide guides faq kb community forum
    contact sales billing pay payment payments invoice invoices pricing plans shop store checkout legal terms privacy
    abuse compliance gdpr imprint impressum careers jobs-board partner partners affiliate newsletter
    postmaster hostmaster webmaster usenet noc info marketing office hr finance root-cert`,
  'easily misread': `null undefined none nil true false void nan default example example-org test-org anonymous
    everyone nobody me you my self owner guest public private official staff moderator superuser sudo`,
} as const;

/** Every name that is kept back. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(
  Object.values(THEMES).flatMap((names) => names.split(/\s+/)),
);
