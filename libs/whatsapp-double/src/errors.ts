/** A refusal by Meta: rely on `code` and `details`; titles will go away [Meta: support/error-codes, 18 Jun 2026]. */
export interface GraphError {
  code: number
  details: string
}

/**
 * Code → HTTP status and title. [Meta: support/error-codes; niswey: error-codes-meta; ChakraHQ: delivery errors.] 400
 * where the sources name no status.
 */
const known: Record<number, readonly [status: number, title: string]> = {
  0: [401, 'AuthException'],
  1: [400, 'API Unknown'],
  2: [503, 'API Service'],
  3: [500, 'API Method'],
  10: [403, 'Permission Denied'],
  33: [400, 'Parameter value is not valid'],
  100: [400, 'Invalid parameter'],
  104: [401, 'An access token is required to request this resource.'],
  190: [401, 'Invalid OAuth access token - Cannot parse access token'],
  368: [403, 'Temporarily blocked for policies violations'],
  2200: [400, 'Callback verification failed'],
  2500: [400, 'Unknown path components'],
  80007: [400, 'Rate limit issues'],
  130429: [429, 'Rate limit hit'],
  130472: [400, "User's number is part of an experiment"],
  131000: [500, 'Something went wrong'],
  131005: [403, 'Access denied'],
  131008: [400, 'Required parameter is missing'],
  131009: [400, 'Parameter value is not valid'],
  131016: [500, 'Service unavailable'],
  131021: [400, 'Recipient cannot be sender'],
  131026: [400, 'Message undeliverable'],
  131031: [403, 'Account has been locked'],
  131042: [400, 'Business eligibility payment issue'],
  131047: [400, 'Re-engagement message'],
  131048: [400, 'Spam rate limit hit'],
  131049: [400, 'This message was not delivered to maintain healthy ecosystem engagement.'],
  131050: [400, 'User has stopped marketing messages'],
  131051: [400, 'Unsupported message type'],
  131052: [400, 'Media download error'],
  131053: [400, 'Media upload error'],
  131056: [400, '(Business Account, Consumer Account) pair rate limit hit'],
  131057: [500, 'Account in maintenance mode'],
  131062: [400, 'Recipient not allowed for this template'],
  132000: [400, 'Number of parameters does not match the expected number of params'],
  132001: [404, 'Template name does not exist in the translation'],
  132005: [400, 'Translated text too long'],
  132007: [400, 'Template format character policy violated'],
  132012: [400, 'Parameter format does not match format in the created template'],
  132015: [400, 'Template is paused'],
  132016: [400, 'Template is disabled'],
  133010: [400, 'Phone number not registered']
}

export const graphError = (code: number, details: string): GraphError => ({ code, details })

const titleOf = (code: number): string => known[code]?.[1] ?? 'Unknown error'

/** As an HTTP answer, in the Graph API's envelope. */
export function errorAnswer({ code, details }: GraphError, trace: string) {
  const [status, title] = known[code] ?? [400, 'Unknown error']
  const isAboutTokens = code === 104 || code === 190
  const error = {
    message: isAboutTokens ? title : `(#${code}) ${title}`,
    type: code === 2 ? 'GraphMethodException' : 'OAuthException',
    code,
    ...(!isAboutTokens && { error_data: { messaging_product: 'whatsapp', details } }),
    fbtrace_id: trace
  }
  return { status, body: { error } }
}

/** As part of a webhook. [Meta: webhooks/reference/messages/errors] */
export const errorInWebhook = ({ code, details }: GraphError) => ({
  code,
  title: titleOf(code),
  message: titleOf(code),
  error_data: { details },
  href: '/documentation/business-messaging/whatsapp/support/error-codes'
})
