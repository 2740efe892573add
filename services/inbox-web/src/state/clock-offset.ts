/** The bounds, in ms, within which the server's clock is ahead of a local one. */
export interface Offset {
  least: number
  most: number
}

/** One response of the server. */
export interface Answer {
  /** Its `Date` header: whole seconds, in ms. */
  date: number
  /** On the local clock, in ms. */
  sentAt: number
  receivedAt: number
}

/** The header was written after the call was sent and before the response arrived, and has only whole seconds. */
export const offsetBy = ({ date, sentAt, receivedAt }: Answer): Offset => ({
  least: date - receivedAt,
  most: date + 1000 - sentAt
})

/** Combines several responses, down to much less than a second; after a clock was set, only the newest counts. */
export function narrowed(known: Offset | undefined, heard: Offset): Offset {
  if (!known) return heard
  const both = { least: Math.max(known.least, heard.least), most: Math.min(known.most, heard.most) }
  return both.least <= both.most ? both : heard
}
