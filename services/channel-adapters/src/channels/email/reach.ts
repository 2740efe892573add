import { lookup } from 'node:dns/promises'
import { ForbiddenAddress, outboundGuard } from '@inbox/http'
import type { MailServer } from './settings.ts'

/** How a server is connected to, in the words that nodemailer and imapflow share. */
export interface Reached {
  host: string
  port: number
  secure: boolean
  tls: { servername: string }
}

/** Ports at which TLS begins at once; at others it is asked for. */
const TLS_AT_ONCE = new Set([465, 993])

/** Finds the address of a server that an administrator named: a public one, or in `allowed` networks. */
export function createReach(allowed: readonly string[]): (server: MailServer) => Promise<Reached> {
  const mayReach = outboundGuard(allowed)
  return async ({ host, port, secure }) => {
    const found = (await lookup(host, { all: true })).find(({ address }) => mayReach(address))
    if (!found) throw new ForbiddenAddress(host)
    return { host: found.address, port, secure: secure && TLS_AT_ONCE.has(port), tls: { servername: host } }
  }
}
