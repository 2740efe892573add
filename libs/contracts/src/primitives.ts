import { z } from 'zod'

/** Opaque identifier: 1 to 200 printable characters without spaces. */
export const id = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable characters without spaces')

/** ISO 8601 instant with zone; always written in UTC. */
export const instant = z.iso.datetime({ offset: true })

export const version = z.int().nonnegative()
/** Higher ones are served first; 0 is what has none. */
export const priority = z.int().min(-100).max(100)
export const name = z.string().trim().min(1).max(200)
export const email = z.email().max(320)
export const phone = z.string().trim().min(3).max(40)
export const note = z.string().max(4000)
export const tags = z.array(z.string().trim().min(1).max(60)).max(30)
export const url = z.url({ protocol: /^https?$/ }).max(2048)

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
