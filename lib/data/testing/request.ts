import { newId } from '../../ids';
import type { RequestInfo } from '../../tenancy/request';

/** A request as functions of lib/data take it, for tests. */
export const aRequest = (hostKey: string | null = null): RequestInfo => ({
  id: newId(),
  hostKey,
  method: 'GET',
  path: '/',
  workspace: null,
  header: null,
  ip: '127.0.0.1',
  userAgent: 'test',
  nonce: '',
});
