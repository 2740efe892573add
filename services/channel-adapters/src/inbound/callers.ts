import { hash } from 'node:crypto'
import { type Authenticate, createServiceCallers } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

type Accounts = Pick<ChannelAccounts, 'all' | 'ready'>

/** Recognises channels by their API keys, as channel-ingest does, and other services by their tokens. */
export function createCallers(accounts: Accounts, secrets: string, trust: 'required' | 'loopback'): Authenticate {
  const byServiceToken = createServiceCallers(secrets, trust)
  return async (authorization, remoteAddress, headers = {}) => {
    const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
    // service tokens contain two dots, keys none
    if (!key || key.includes('.')) return byServiceToken(authorization, remoteAddress, headers)
    if (!accounts.ready()) throw new Retryable('the channels and their keys are not known yet')
    const sha256 = hash('sha256', key)
    for (const { id, active, keys = [] } of accounts.all()) {
      const found = keys.find(each => each.sha256 === sha256)
      if (!found) continue
      const isOver = found.expiresAt !== undefined && Date.parse(found.expiresAt) <= Date.now()
      return active && !isOver ? { kind: 'channel', id } : null
    }
    return byServiceToken(authorization, remoteAddress, headers)
  }
}
