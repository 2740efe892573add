import type { Outcome } from '@inbox/delivery'

/** What nodemailer reports about an SMTP session. */
interface SmtpError extends Error {
  code?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  /** The command that failed. */
  command?: string | undefined
  /** The recipient it is about. */
  recipient?: string | undefined
}

const MAX_REASON_LENGTH = 300
/** Our identity, or our right to send, is rejected: no other mail would be accepted, either. */
const ABOUT_US = new Set([530, 534, 535, 538])

/**
 * What a failed attempt means (RFC 5321, 4.2.1): 4xx may pass, 5xx about the mail itself is final. A 5xx greeting is
 * about the server's state, not about the mail.
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

/** If a server rejected some of several recipients, which ones and why: the answer failed, as with a later report. */
export const missedOf = (errors: readonly SmtpError[] = []): Outcome | undefined =>
  errors.length === 0
    ? undefined
    : { kind: 'refused', error: errors.map(missed).join('; ').slice(0, MAX_REASON_LENGTH) }

const missed = ({ recipient, response, message }: SmtpError) =>
  [recipient, response ?? message].filter(Boolean).join(': ')

const isPassing = (responseCode: number) => responseCode >= 400 && responseCode < 500
