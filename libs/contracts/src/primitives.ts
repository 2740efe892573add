import { isVisible, plainLine, plainText } from '@inbox/kernel'
import { z } from 'zod'

/** Opaque identifier: 1 to 200 printable characters without spaces. */
export const id = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable characters without spaces')

/** ISO 8601 instant with zone; always written in UTC. */
export const instant = z.iso.datetime({ offset: true })

export const version = z.int().nonnegative()
/** Higher ones are served first; 0 is what has none. */
export const priority = z.int().min(-100).max(100)

/** One line that reads as it is written, without anything hidden in it (see plainLine); may be empty. */
export const line = (most: number) => z.string().overwrite(plainLine).max(most)
/** The same with something to be seen in it: what people call something by. */
export const label = (most: number) => line(most).min(1, 'must have something to be seen in it')
/** Text of any lines that reads as it is written (see plainText); may be empty. */
export const text = (most: number) => z.string().max(most).overwrite(plainText)
/** The same with something to be seen in it. */
export const visibleText = (most: number) => text(most).trim().refine(isVisible, 'must have something to be seen in it')

export const name = label(200)
/** The name of a file without the folders it lay in; what is too long loses its middle, not its ending. */
export const fileName = z
  .string()
  .max(4000)
  .overwrite(path => shortened(plainLine(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1))))
const MAX_FILE_NAME_LENGTH = 255
const ENDING = 30
const shortened = (name: string) =>
  name.length <= MAX_FILE_NAME_LENGTH
    ? name
    : plainLine(`${name.slice(0, MAX_FILE_NAME_LENGTH - ENDING - 1)}…${name.slice(-ENDING)}`)
/** Any address that may exist (RFC 5321 without quotes, RFC 6531) and those that do all the same: `ana..silva@docomo.example`. */
export const email = z
  .string()
  .trim()
  .max(320)
  .regex(
    /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:".]+(?:\.[^\s\p{C}@<>()[\]\\,;:".]+)+$/u,
    'must be an e-mail address'
  )
export const phone = label(40).min(3)
export const note = text(4000)
export const tags = z.array(label(60)).max(30)
/** What is hidden in an address is encoded: it leads where it led, and reads as it is written. */
export const url = z
  .url({ protocol: /^https?$/ })
  .overwrite(address => (address === plainLine(address) ? address : (URL.parse(address)?.href ?? address)))
  .max(2048)

/** The name that a time zone has in the IANA database, however it was written; undefined for what is none. */
function zoneNamed(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
/** `europe/lisbon` becomes `Europe/Lisbon`: databases know zones by their exact names. */
export const timeZone = z
  .string()
  .min(1)
  .max(60)
  .refine(name => zoneNamed(name) !== undefined, 'must be an IANA time zone, such as Europe/Lisbon')
  .overwrite(name => zoneNamed(name) ?? name)

/** A page of a list; `nextCursor` is null on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** `?limit=&cursor=` of lists. */
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50)
}

/** `?ids=a,b,c` as an array of ids. */
export const idList = z
  .string()
  .transform(text => text.split(',').filter(Boolean))
  .pipe(z.array(id).max(1000))
