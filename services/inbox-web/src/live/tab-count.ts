/** Neither the server nor this app counts further, as ended conversations are never deleted. */
const MAX_COUNTED = 1000

interface Known {
  /** How many conversations the app has read. */
  read: number
  /** Whether that is the whole tab. */
  complete: boolean
  /** The server's count; undefined = not known yet. */
  told: number | undefined
}

/** How many conversations a tab holds, in the same form however much of it was read; from 1000 on as `1000+`. */
export function tabCount({ read, complete, told }: Known, number: (count: number) => string): string {
  const count = complete ? read : Math.max(told ?? 0, read)
  return count >= MAX_COUNTED ? `${number(MAX_COUNTED)}+` : number(count)
}
