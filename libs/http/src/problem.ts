import type { RejectionCode } from '@inbox/contracts'
import { Defect, Malformed, type PathIssue, type Rejection, Retryable } from '@inbox/kernel'

/** RFC 9457 problem details, with our `code` and whatever the reader needs. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  issues?: readonly PathIssue[]
  current?: unknown
}

/** All codes that a rejection may have. The type ensures that those of conversations are complete. */
const statusOfCode: Record<RejectionCode, number> & Record<string, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  // conflicts with the current state
  'illegal-transition': 409,
  'already-taken': 409,
  'already-open': 409,
  'already-sent': 409,
  'in-conversation': 409,
  'offer-revoked': 409,
  'at-capacity': 409,
  'not-eligible': 409,
  'not-owner': 409,
  'nothing-held': 409,
  'window-expired': 409,
  'department-unattended': 409,
  'department-in-use': 409,
  'version-mismatch': 409,
  'name-taken': 409,
  'email-taken': 409,
  'shortcut-taken': 409,
  'own-account': 409,
  'webhook-inactive': 409,
  'password-change-required': 409,
  'precondition-failed': 412,
  'too-large': 413,
  'unsupported-encoding': 415,
  'range-not-satisfiable': 416,
  // what the channel does not support
  'not-supported': 422,
  unprocessable: 422,
  'weak-password': 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  'bad-gateway': 502,
  'storage-full': 507
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  408: 'Request timeout',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Content too large',
  415: 'Unsupported media type',
  416: 'Range not satisfiable',
  422: 'Unprocessable content',
  428: 'Precondition required',
  429: 'Too many requests',
  431: 'Request header fields too large',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'Unavailable',
  507: 'Insufficient storage'
}

export const problem = (status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem => ({
  type: 'about:blank',
  title: titles[status] ?? 'Error',
  status,
  code,
  detail,
  ...more
})

/** A rejection, as HTTP reports it. */
export function problemOf({ code, detail, current }: Rejection): Problem {
  const status = statusOfCode[code]
  if (status === undefined) throw new Defect(`the rejection ${code} has no HTTP status: ${detail}`)
  return problem(status, code, detail, current === undefined ? {} : { current })
}

/** What a client learns of an exception: everything about its own mistake, nothing about our internals. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof Malformed) return problem(400, 'malformed', error.message, { issues: error.issues })
  if (error instanceof Retryable) return problem(503, 'unavailable', 'Temporarily unavailable; try again')
  return problemOfParser(error) ?? problem(500, 'internal', 'An unexpected error occurred and has been logged')
}

// Express' body parsers throw errors with a `type`
function problemOfParser(error: unknown): Problem | undefined {
  const type = (error as { type?: unknown } | null)?.type
  if (type === 'entity.too.large') return problem(413, 'too-large', 'The request body exceeds the limit')
  if (type === 'encoding.unsupported') return problem(415, 'unsupported-encoding', 'Content-Encoding is not supported')
  if (type === 'request.size.invalid') return problem(400, 'malformed', 'The body is incomplete')
  if (error instanceof URIError) return problem(400, 'malformed', 'The URL is not encoded correctly')
  // decompression errors have their library's codes
  if ((error as { status?: unknown } | null)?.status === 400)
    return problem(400, 'malformed', 'The body does not match its Content-Encoding')
  return undefined
}
