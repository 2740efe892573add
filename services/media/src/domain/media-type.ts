/** The type of bytes that nobody recognises. */
const UNKNOWN = 'application/octet-stream'

/** Types that the bytes would have shown: a claim of these without such bytes is false. */
const TELLING = /^(image\/(?!svg)|video\/|audio\/)|^application\/(pdf|zip|gzip|x-msdownload)$/

/** Containers whose bytes do not show whether there is a picture. */
const SOUND_OF: Readonly<Record<string, RegExp>> = {
  'video/mp4': /^audio\/(mp4|x-m4a|aac|mpeg4-generic)\b/,
  'video/webm': /^audio\/webm\b/,
  'video/ogg': /^audio\/ogg\b/
}

/**
 * The type of a file: `judged` by its bytes, if they show it; otherwise the `claimed` one, unless the bytes would have
 * shown that. Claims add what bytes do not show: that a video has no picture.
 */
export function typeOf(judged: string | undefined, claimed: string): string {
  // XML may be something more specific to its sender, who gains nothing from a claim that is never displayed
  if (judged === undefined || judged === 'application/xml') return TELLING.test(claimed) ? UNKNOWN : claimed
  return SOUND_OF[judged]?.test(claimed) ? claimed : judged
}

const SHOWN = /^(image\/(jpeg|png|gif|webp|avif)|audio\/.+|video\/.+|application\/pdf)$/

interface Kept {
  mimeType: string
  width?: number | undefined
}

/** Whether a browser may display a file by its address: images that we have decoded, audio, video and PDF. */
export function isShown({ mimeType, width }: Kept): boolean {
  const [type = ''] = mimeType.split(';')
  return SHOWN.test(type) && (!type.startsWith('image/') || width !== undefined)
}
