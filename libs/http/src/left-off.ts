/** Whoever sent a body left in the middle. Express' own word for it: nobody reads an answer, and nothing is wrong here. */
export class LeftOff extends Error {
  readonly type = 'request.aborted'
}

/** Also where express itself has noticed. */
export const hasLeft = (error: unknown): boolean => (error as { type?: unknown } | null)?.type === 'request.aborted'
