/** Neither the server nor this app counts further: what has ended is never deleted. */
const MAX_COUNTED = 1000

interface Known {
  /** How many the app has read. */
  read: number
  /** Whether that is all of the tab. */
  complete: boolean
  /** What the server said; undefined = nothing yet. */
  told: number | undefined
}

/** How many conversations a tab holds, in the same words however much of it was read: from 1000 on, that many or more. */
export function tabCount({ read, complete, told }: Known, number: (count: number) => string): string {
  const count = complete ? read : Math.max(told ?? 0, read)
  return count >= MAX_COUNTED ? `${number(MAX_COUNTED)}+` : number(count)
}
