import { isVisible, plainLine, plainText } from '@inbox/kernel'
import { z } from 'zod'

/** Opaque identifier: 1 to 200 printable characters without spaces. */
export const id = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable characters without spaces')

/** ISO 8601 instant with zone; always written in UTC. */
export const instant = z.iso.datetime({ offset: true })

export const version = z.int().nonnegative()
/** Higher ones are served first; 0 = none. */
export const priority = z.int().min(-100).max(100)

/** One line, displayed in the order it is written in and without anything hidden (see plainLine); may be empty. */
export const line = (most: number) => z.string().overwrite(plainLine).max(most)
/** The same with something visible in it: a name that people give to something. */
export const label = (most: number) => line(most).min(1, 'must contain something visible')
/** Text of any number of lines, displayed in the order it is written in (see plainText); may be empty. */
export const text = (most: number) => z.string().max(most).overwrite(plainText)
/** The same with something visible in it. */
export const visibleText = (most: number) => text(most).trim().refine(isVisible, 'must contain something visible')

export const name = label(200)
/** A file's name without folders; one that is too long loses its middle, not its ending. */
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
/** Any valid address (RFC 5321 without quotes, RFC 6531), and invalid ones that exist: `ana..silva@docomo.example`. */
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
/** Hidden characters in a URL are encoded: it leads to the same place, and is displayed as it is written. */
export const url = z
  .url({ protocol: /^https?$/ })
  .overwrite(address => (address === plainLine(address) ? address : (URL.parse(address)?.href ?? address)))
  .max(2048)

/** A time zone's name in the IANA database, however it was spelt; undefined if there is no such zone. */
function zoneNamed(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
/** `europe/lisbon` becomes `Europe/Lisbon`, since databases know zones by their exact names. */
export const timeZone = z
  .string()
  .min(1)
  .max(60)
  .refine(name => zoneNamed(name) !== undefined, 'must be an IANA time zone, such as Europe/Lisbon')
  .overwrite(name => zoneNamed(name) ?? name)

/** One page of a list; `nextCursor` is null on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** `?limit=&cursor=` for lists. */
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50)
}

/** `?ids=a,b,c` as an array of ids. */
export const idList = z
  .string()
  .transform(text => text.split(',').filter(Boolean))
  .pipe(z.array(id).max(1000))
