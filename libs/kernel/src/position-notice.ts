const CHARGED = ['whatsapp']
const CHARGED_EVERY_SECONDS = 300

/** Whether the provider of channels of this kind charges for each message. */
export const isCharged = (kind: string): boolean => CHARGED.includes(kind)

/** The interval, in ms, at which contacts are told their place in the queue: longer where messages cost money. */
export const noticeEveryMs = (everySeconds: number, kind: string): number =>
  1000 * (isCharged(kind) ? Math.max(everySeconds, CHARGED_EVERY_SECONDS) : everySeconds)
