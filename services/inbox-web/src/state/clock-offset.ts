/** Between which values, in ms, the server's clock is ahead of a local one. */
export interface Offset {
  least: number
  most: number
}

/** One answer of the server. */
export interface Answer {
  /** Its `Date` header: whole seconds, in ms. */
  date: number
  /** Of the local clock, in ms. */
  sentAt: number
  receivedAt: number
}

/** The header was written after the call was sent and before its answer came, and tells only the second. */
export const offsetBy = ({ date, sentAt, receivedAt }: Answer): Offset => ({
  least: date - receivedAt,
  most: date + 1000 - sentAt
})

/** What several answers say together, to much less than a second; once one of the clocks was set, what the newest says. */
export function narrowed(known: Offset | undefined, heard: Offset): Offset {
  if (!known) return heard
  const both = { least: Math.max(known.least, heard.least), most: Math.min(known.most, heard.most) }
  return both.least <= both.most ? both : heard
}
