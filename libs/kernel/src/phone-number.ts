const PUNCTUATION = /[\s().\-/\u2010-\u2015]+/g
/** E.164, where no number has fewer than seven digits. */
const NUMBER = /^\+([1-9]\d{6,14})$/

/** The digits of a phone number with country code, `+55 11 98765-4321` or `0055…`; undefined for any other text. */
export const phoneDigits = (written: string): string | undefined =>
  NUMBER.exec(written.replace(PUNCTUATION, '').replace(/^00/, '+'))?.[1]
