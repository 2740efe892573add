import type { IncomingMessage } from 'node:http'
import { ForbiddenAddress, type OutboundClient } from '@inbox/http'
import { NoCopy } from '../domain/copy.ts'

const MAX_REDIRECTS = 5
const REDIRECTS: readonly unknown[] = [301, 302, 303, 307, 308]
/** Refused now, but perhaps not later (RFC 9110). */
const PASSING: readonly unknown[] = [408, 425, 429]

/** Opens a remote file. Each redirect is checked as the first address was. Throws NoCopy if retrying is useless. */
export async function fetchMedia(
  client: Pick<OutboundClient, 'open'>,
  address: string,
  signal: AbortSignal
): Promise<IncomingMessage> {
  let url = address
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await client.open({ method: 'GET', url, headers: { accept: '*/*' }, signal }).catch(forbidden)
    const { statusCode = 0, headers } = answer
    if (statusCode === 200) return answer
    answer.destroy()
    if (REDIRECTS.includes(statusCode) && headers.location !== undefined) url = next(headers.location, url)
    else if (statusCode >= 400 && statusCode < 500 && !PASSING.includes(statusCode))
      throw new NoCopy('gone', `the server responded with ${statusCode}`)
    else throw new Error(`the server responded with ${statusCode}`)
  }
  throw new NoCopy('gone', 'too many redirects')
}

function next(location: string, url: string): string {
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined
  if (target && ['http:', 'https:'].includes(target.protocol)) return target.href
  throw new NoCopy('forbidden', 'it redirects to something other than a web address')
}

function forbidden(error: unknown): never {
  if (error instanceof ForbiddenAddress) throw new NoCopy('forbidden', error.message)
  throw error
}
