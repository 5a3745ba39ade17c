import { Lru } from './lru.mjs';

const TENANTS = 20_000;
const MEMBERS = 100_000;

/** @typedef {{ orgId: string, requestsPerMinute: number }} Tenant */

/**
 * What the application has told the front of whom the database let in: which organization a host belongs to, how many
 * requests it may make, and which sessions are its members'. A hint for counting and nothing else: nobody gets in by it.
 */
export class Registry {
  /** @type {Lru<string, Tenant>} by host key, and by ULID */
  #tenants = new Lru(TENANTS);
  /** @type {Lru<string, true>} */
  #members = new Lru(MEMBERS);

  /**
   * A session was let into an organization.
   * @param {{ name: string, orgId: string, sessionId: string, requestsPerMinute: number }} entry
   *   name: the host key that was asked for, or the ULID where an API request named the organization
   */
  entered({ name, orgId, sessionId, requestsPerMinute }) {
    const known = this.#tenants.get(name);
    if (known?.orgId !== orgId || known.requestsPerMinute !== requestsPerMinute)
      this.#tenants.set(name, { orgId, requestsPerMinute });
    this.#members.set(`${orgId} ${sessionId}`, true);
  }

  /** A session was refused there: it counts as a stranger's from now on. @param {string} name @param {string} sessionId */
  refused(name, sessionId) {
    const tenant = this.#tenants.get(name);
    if (tenant) this.#members.delete(`${tenant.orgId} ${sessionId}`);
  }

  /** @param {string} name a host key or a ULID @returns {Tenant | undefined} */
  tenant(name) {
    return this.#tenants.get(name);
  }

  /** @param {string} orgId @param {string} sessionId @returns {boolean} */
  isMember(orgId, sessionId) {
    return this.#members.get(`${orgId} ${sessionId}`) === true;
  }
}
