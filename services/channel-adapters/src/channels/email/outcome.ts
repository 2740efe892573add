import type { Outcome } from '@inbox/delivery'

/** What nodemailer tells of a conversation with a server. */
interface SmtpError extends Error {
  code?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  /** What was asked of the server. */
  command?: string | undefined
  /** Whom it is about. */
  recipient?: string | undefined
}

const MAX_REASON_LENGTH = 300
/** Who we are, or whether we may send, is not accepted: no other mail is, either. */
const ABOUT_US = new Set([530, 534, 535, 538])

/**
 * What a failed attempt means (RFC 5321, 4.2.1): 4xx may pass, 5xx of the mail itself does not. A 5xx of the greeting is about
 * the server's day, not about the mail.
 */
export function outcomeOfError(error: SmtpError): Outcome {
  const { code, responseCode = 0, command = '' } = error
  const words = (error.response ?? error.message).slice(0, MAX_REASON_LENGTH)
  if (ABOUT_US.has(responseCode) || (code === 'EAUTH' && !isPassing(responseCode)))
    return { kind: 'disconnected', error: words }
  if (code === 'ETLS') return { kind: 'disconnected', error: words }
  if (responseCode >= 500 && command !== 'CONN') return { kind: 'refused', error: words }
  if (code === 'EENVELOPE' && responseCode === 0) return { kind: 'refused', error: words }
  return { kind: 'retry', error: words }
}

/** Whom of several a server did not take, and why: the answer has failed, as with a report that comes later. */
export const missedOf = (errors: readonly SmtpError[] = []): Outcome | undefined =>
  errors.length === 0
    ? undefined
    : { kind: 'refused', error: errors.map(missed).join('; ').slice(0, MAX_REASON_LENGTH) }

const missed = ({ recipient, response, message }: SmtpError) =>
  [recipient, response ?? message].filter(Boolean).join(': ')

const isPassing = (responseCode: number) => responseCode >= 400 && responseCode < 500
