import type { Outcome } from '@inbox/delivery'
import { z } from 'zod'
import { lenient, number, text } from './lenient.ts'

/** What to do. `later`: back off and retry; `again`: Meta failed; `settings`: only a person can fix it. */
type Meaning =
  | { does: 'later'; ms: number }
  | { does: 'again' }
  | { does: 'refuse' }
  | { does: 'window' }
  | { does: 'settings' }

const again: Meaning = { does: 'again' }
const refuse: Meaning = { does: 'refuse' }
const settings: Meaning = { does: 'settings' }
const PAIR_MS = 6000

/** The meanings of Meta's codes, in words for agents and administrators. */
const errors: Readonly<Record<number, readonly [Meaning, string]>> = {
  131047: [
    { does: 'window' },
    'More than 24 hours have passed since the customer last wrote: only a template can be sent'
  ],
  131026: [
    refuse,
    'The message could not be delivered: the number is not on WhatsApp, has not accepted its terms, uses an outdated app, or has blocked you'
  ],
  131056: [{ does: 'later', ms: PAIR_MS }, 'Too many messages to this customer in a short time'],
  130429: [{ does: 'later', ms: 2000 }, 'The number sends more messages than WhatsApp allows at once'],
  80007: [{ does: 'later', ms: 60_000 }, 'The WhatsApp account makes more calls than Meta allows'],
  4: [{ does: 'later', ms: 60_000 }, 'The app makes more calls than Meta allows'],
  131048: [refuse, 'WhatsApp restricts this number because customers report its messages as spam'],
  131049: [
    refuse,
    'WhatsApp did not deliver it, to protect the customer from too many marketing messages; try again after a day at the earliest'
  ],
  130472: [refuse, 'WhatsApp did not deliver it: the customer is part of an experiment with marketing messages'],
  131050: [refuse, 'The customer has opted out of marketing messages from you'],
  131051: [refuse, 'WhatsApp does not know this type of message'],
  131052: [refuse, 'WhatsApp could not read the file that the customer sent'],
  131053: [refuse, 'WhatsApp does not accept this file: its type or content is not supported'],
  131042: [settings, 'The payment method of the WhatsApp account has a problem'],
  131031: [settings, 'The WhatsApp account is locked'],
  368: [settings, 'The WhatsApp account is blocked for breaking a policy'],
  131000: [again, 'Something went wrong at WhatsApp'],
  131016: [again, 'WhatsApp is overloaded'],
  131057: [again, 'The WhatsApp account is under maintenance'],
  1: [again, 'Something went wrong at Meta'],
  2: [again, 'Meta is not available at the moment'],
  131005: [settings, 'The access token has no permission for this number'],
  190: [settings, 'The access token is no longer valid'],
  10: [settings, 'The access token has no permission for this'],
  0: [settings, 'Meta does not accept the access token'],
  3: [settings, 'The app has no permission for this'],
  133010: [settings, 'The number is not registered for the Cloud API'],
  131008: [refuse, 'Something is missing from the message'],
  131009: [refuse, 'Part of the message is not valid for WhatsApp'],
  100: [refuse, 'Part of the message is not valid for WhatsApp'],
  131021: [refuse, 'A number cannot write to itself'],
  131062: [refuse, "This template requires the customer's phone number"],
  132000: [refuse, 'The number of values does not match the fields of the template'],
  132001: [refuse, 'The template does not exist in this language, or is not approved'],
  132005: [refuse, 'The text of the template is too long with these values'],
  132007: [refuse, 'The values break a rule for templates'],
  132012: [refuse, 'A value for the template has the wrong format'],
  132015: [refuse, 'The template is paused because of its quality'],
  132016: [refuse, 'The template is disabled because of its quality']
}
const meaningOf = (code: number): readonly [Meaning, string] | undefined =>
  errors[code] ?? (code >= 200 && code <= 299 ? [settings, 'The access token has no permission for this'] : undefined)

const metaError = z.object({
  code: number,
  title: lenient(text),
  message: lenient(text),
  error_data: lenient(z.object({ details: lenient(text) }))
})
const LONGEST = 1000

/** Meta's error in words: ours, with the code and Meta's details. */
export function wordsOf(given: unknown): string {
  const { data } = metaError.safeParse(given)
  if (!data) return 'WhatsApp did not give a reason'
  const { code, title, message, error_data } = data
  const detail = error_data?.details ?? message ?? title
  const words = meaningOf(code)?.[1]
  return [
    words ?? detail ?? 'WhatsApp did not give a reason',
    `(${[code, words && detail].filter(Boolean).join(': ')})`
  ]
    .join(' ')
    .slice(0, LONGEST)
}

interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

/** What an unsuccessful response means for a delivery. */
export function outcomeOfError({ status, headers, text: body }: Answer): Outcome {
  const error = errorIn(body)
  const { data } = metaError.safeParse(error)
  if (!data) {
    const words = `Meta responded with ${status}${body && `: ${body.slice(0, 300)}`}`
    if (status === 401 || status === 403) return { kind: 'disconnected', error: words }
    if (status === 429) return { kind: 'later', error: words, afterMs: secondsIn(headers['retry-after']) ?? PAIR_MS }
    if (status >= 400 && status < 500) return { kind: 'refused', error: words }
    return { kind: 'retry', error: words, afterMs: secondsIn(headers['retry-after']) }
  }
  const words = wordsOf(error)
  const [meaning] = meaningOf(data.code) ?? [
    status >= 500 ? again : status === 401 || status === 403 ? settings : refuse
  ]
  switch (meaning.does) {
    case 'later':
      return { kind: 'later', error: words, afterMs: secondsIn(headers['retry-after']) ?? meaning.ms }
    case 'again':
      return { kind: 'retry', error: words, afterMs: secondsIn(headers['retry-after']) }
    case 'window':
      return { kind: 'refused', code: 'window-expired', error: words }
    case 'settings':
      return { kind: 'disconnected', error: words }
    case 'refuse':
      return { kind: 'refused', error: words }
  }
}

function errorIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { error?: unknown } | null)?.error
  } catch {
    return undefined
  }
}

const secondsIn = (value: string | string[] | undefined) =>
  typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : undefined
