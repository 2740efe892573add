/** The sender left in the middle of a body (Express' own term): nobody reads an answer, and nothing is wrong here. */
export class LeftOff extends Error {
  readonly type = 'request.aborted'
}

/** Also true if Express itself noticed. */
export const hasLeft = (error: unknown): boolean => (error as { type?: unknown } | null)?.type === 'request.aborted'
