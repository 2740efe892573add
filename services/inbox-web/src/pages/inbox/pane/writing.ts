import { MAX_TEXT_BYTES } from '@inbox/contracts'

/** The server counts an answer in bytes of UTF-8, but a note in characters. */
const MAX_NOTE_LENGTH = 4000

/** Whether a text has anything visible: spaces and zero-width characters do not count. */
export const saysSomething = (text: string): boolean => /[^\s\p{Cf}]/u.test(text)

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** The share of the permitted characters at the end that is counted down while somebody types. */
const TOLD_SHARE = 0.1

/** How many of the `most` characters permitted are left, if few are; undefined while there are enough. */
export function fewLeft(text: string, most: number | undefined): number | undefined {
  const left = most === undefined ? Number.POSITIVE_INFINITY : most - text.length
  return left >= 0 && left <= (most ?? 0) * TOLD_SHARE ? left : undefined
}

/** By about how many characters a text is too long to be sent, where answers may have `most`; 0 if it is not. */
export function tooLongBy(kind: 'answer' | 'note', text: string, most = Number.POSITIVE_INFINITY): number {
  if (kind === 'note') return Math.max(0, text.length - MAX_NOTE_LENGTH)
  if (text.length > most) return text.length - most
  // a UTF-16 unit takes at most three bytes, so most texts need not be encoded
  if (text.length * 3 <= MAX_TEXT_BYTES) return 0
  const bytes = bytesOf(text)
  return bytes <= MAX_TEXT_BYTES ? 0 : Math.ceil((bytes - MAX_TEXT_BYTES) / (bytes / text.length))
}

interface Key {
  key: string
  keyCode: number
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  isComposing: boolean
}

/**
 * Whether a key belongs to an input method. Safari reports the key that ends a word only afterwards, with this code
 * alone.
 */
export const isComposing = ({ isComposing: composing, keyCode }: Pick<Key, 'isComposing' | 'keyCode'>): boolean =>
  composing || keyCode === 229

/** Whether a key sends what was written. On a touch keyboard Enter is the only way to get a new line. */
export function sends(event: Key, touch: boolean): boolean {
  if (event.key !== 'Enter' || isComposing(event)) return false
  return event.ctrlKey || event.metaKey || !(touch || event.shiftKey)
}
