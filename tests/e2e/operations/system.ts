import type { System } from '@inbox/devstack'
import { startJudgedSystem } from '@inbox/history-checker'

export const SECRET = 'service-token-secret-of-all-operations-12345'
export const SERVICES = [
  'directory',
  'presence',
  'queue',
  'distribution',
  'channel-ingest',
  'channel-adapters',
  'media',
  'inbox-gateway'
] as const

/** One system for all calls of every operation. */
export let system: System

/** Starts it for the test file at `fileUrl`, without the limits that many calls would meet. */
export async function startAll(fileUrl: string): Promise<void> {
  system = await startJudgedSystem(fileUrl, {
    services: SERVICES,
    env: {
      ...{ SERVICE_AUTH: 'required', SERVICE_TOKEN_SECRET: SECRET, LOG_LEVEL: 'error' },
      ...{ GATEWAY_CALLS_PER_SECOND: '100000', GATEWAY_CALLS_PER_SECOND_PER_ADDRESS: '100000' },
      GATEWAY_FAILED_SIGN_INS_PER_MINUTE: '1000000'
    }
  })
}
