const CHARGED = ['whatsapp']
const CHARGED_EVERY_SECONDS = 300

/** Whether the provider of channels of this kind charges for each message. */
export const isCharged = (kind: string): boolean => CHARGED.includes(kind)

/** How far apart, in milliseconds, contacts are told their place in the queue: seldom where that costs. */
export const noticeEveryMs = (everySeconds: number, kind: string): number =>
  1000 * (isCharged(kind) ? Math.max(everySeconds, CHARGED_EVERY_SECONDS) : everySeconds)
