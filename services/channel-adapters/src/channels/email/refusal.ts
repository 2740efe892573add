import type { Rejection } from '@inbox/kernel'

/** Whether the message itself was refused, which no retry can fix; our identity and our rate are another matter. */
export const isAboutMessage = (error: Rejection): boolean =>
  [400, 413, 415, 422].includes((error as { status?: number }).status ?? 0)

export function wordsOf({ detail, ...rest }: Rejection): string {
  const issues = (rest as { issues?: { path: string; message: string }[] }).issues ?? []
  return [detail, ...issues.map(({ path, message }) => `${path} ${message}`)].join('; ')
}
