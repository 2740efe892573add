import { lookup } from 'node:dns/promises'
import { ForbiddenAddress, outboundGuard } from '@inbox/http'
import type { MailServer } from './settings.ts'

/** How to connect to a server, in the options that nodemailer and imapflow share. */
export interface Reached {
  host: string
  port: number
  secure: boolean
  tls: { servername: string }
}

/** Ports at which TLS starts at once; at others it is negotiated. */
const TLS_AT_ONCE = new Set([465, 993])

/** Resolves the address of a server chosen by an administrator: it must be public, or in `allowed` networks. */
export function createReach(allowed: readonly string[]): (server: MailServer) => Promise<Reached> {
  const mayReach = outboundGuard(allowed)
  return async ({ host, port, secure }) => {
    const found = (await lookup(host, { all: true })).find(({ address }) => mayReach(address))
    if (!found) throw new ForbiddenAddress(host)
    return { host: found.address, port, secure: secure && TLS_AT_ONCE.has(port), tls: { servername: host } }
  }
}
