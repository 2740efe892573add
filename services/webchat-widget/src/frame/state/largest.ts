/** Limits of a text, in UTF-8, and of everything sent with it, as JSON: the server disconnects whoever sends more. */
const MAX_TEXT_BYTES = 64 * 1024
const MAX_SENT_BYTES = 90_000

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** Whether a text can be sent as one message. */
export const fitsInAMessage = (text: string): boolean =>
  bytesOf(text) <= MAX_TEXT_BYTES && bytesOf(JSON.stringify(text)) <= MAX_SENT_BYTES
