/** Of a text, in UTF-8, and of all that is sent with it, written as JSON: the server closes on whoever sends more. */
const MOST_TEXT_BYTES = 64 * 1024
const MOST_SENT_BYTES = 90_000

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** Whether a text can be sent as one message. */
export const fitsInAMessage = (text: string): boolean =>
  bytesOf(text) <= MOST_TEXT_BYTES && bytesOf(JSON.stringify(text)) <= MOST_SENT_BYTES
