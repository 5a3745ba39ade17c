import { newId } from '../../ids';
import type { Decision } from '../decision';

/** A decision as a request makes one, for tests. */
export const aDecision = (given: Partial<Decision> = {}): Decision => ({
  id: newId(),
  at: new Date().toISOString(),
  request_id: newId(),
  method: 'GET',
  host: 'acme',
  path: '/members',
  surface: 'page',
  resolved_by: 'route',
  org_id: null,
  header: null,
  header_org: null,
  token_org: null,
  actor_kind: 'nobody',
  actor_id: null,
  actor_label: '',
  outcome: 'allowed',
  reason: null,
  ip: '127.0.0.1',
  ...given,
});

/** The same, refused. */
export const aRefusal = (given: Partial<Decision> = {}): Decision =>
  aDecision({ outcome: 'refused', reason: 'tenant_forbidden', ...given });
