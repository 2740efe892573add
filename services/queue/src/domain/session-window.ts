import type { SessionRule } from '@inbox/contracts'

const HOUR_MS = 3_600_000

/** When the window opened by a contact's message ends; undefined = the channel has none. */
export function windowAfter(sentAt: Date, rule: SessionRule, standardMs: number): { expiresAt: Date } | undefined {
  if (rule.kind !== 'window') return undefined
  const length = rule.hours === undefined ? standardMs : rule.hours * HOUR_MS
  return { expiresAt: new Date(sentAt.getTime() + length) }
}

/** Half-open: open while `now < expiresAt`. A conversation without a window is always open. */
export const isOpen = (window: { expiresAt: Date } | undefined, now: Date): boolean =>
  window === undefined || now < window.expiresAt

/** Whether more than a template may be sent; where there are windows, the contact opens the first one by writing. */
export const mayWrite = (
  { channel, window }: { channel: { session: SessionRule }; window?: { expiresAt: Date } },
  now: Date
): boolean => (window ? isOpen(window, now) : channel.session.kind !== 'window')

/** A late or repeated message never shortens a window. */
export const later = (a: { expiresAt: Date } | undefined, b: { expiresAt: Date } | undefined) =>
  a && b ? (a.expiresAt >= b.expiresAt ? a : b) : (a ?? b)
