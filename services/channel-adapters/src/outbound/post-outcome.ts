import type { Outcome } from '@inbox/delivery'
import { z } from 'zod'

interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

const receipt = z.object({ providerMessageId: z.string().min(1).max(200) })
/** No retry can fix these: what was sent is not what the receiver needs. */
const REFUSED = [400, 413, 415, 422]
const MAX_REASON_LENGTH = 300

/**
 * What a response to a post means: 2xx accepted; 410 never call again; refusals of the content are final; all else is
 * retried. `who` answered.
 */
export function outcomeOf({ status, headers, text }: Answer, now: Date, who: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'sent', receipt: receiptOf(text) }
  const error = `${who} responded with ${status}${text && `: ${text.slice(0, MAX_REASON_LENGTH)}`}`
  if (status === 410) return { kind: 'disconnected', error }
  if (REFUSED.includes(status)) return { kind: 'refused', error }
  return { kind: 'retry', error, afterMs: retryAfterMs(headers['retry-after'], now) }
}

function receiptOf(text: string): string | undefined {
  try {
    return receipt.safeParse(JSON.parse(text)).data?.providerMessageId
  } catch {
    return undefined
  }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | string[] | undefined, now: Date): number | undefined {
  if (typeof value !== 'string') return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime()
  return ms > 0 ? ms : undefined
}
