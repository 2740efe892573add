/** Of bytes that nobody knows. */
const UNKNOWN = 'application/octet-stream'

/** What bytes would have told of themselves: a claim of these without them is false. */
const TELLING = /^(image\/(?!svg)|video\/|audio\/)|^application\/(pdf|zip|gzip|x-msdownload)$/

/** Containers of which the bytes do not tell whether there is a picture. */
const SOUND_OF: Readonly<Record<string, RegExp>> = {
  'video/mp4': /^audio\/(mp4|x-m4a|aac|mpeg4-generic)\b/,
  'video/webm': /^audio\/webm\b/,
  'video/ogg': /^audio\/ogg\b/
}

/**
 * The type of a file: `judged` by its bytes, if they tell; else the `claimed` one, unless they would have told it. Claims
 * add what bytes do not tell: that a film has no picture.
 */
export function typeOf(judged: string | undefined, claimed: string): string {
  // what is XML to the bytes may be more to its sender, who gains nothing by a claim that is never shown
  if (judged === undefined || judged === 'application/xml') return TELLING.test(claimed) ? UNKNOWN : claimed
  return SOUND_OF[judged]?.test(claimed) ? claimed : judged
}

const SHOWN = /^(image\/(jpeg|png|gif|webp|avif)|audio\/.+|video\/.+|application\/pdf)$/

interface Kept {
  mimeType: string
  width?: number | undefined
}

/** Whether a browser may show a file by its address: images that we have decoded, sounds, films and PDF. */
export function isShown({ mimeType, width }: Kept): boolean {
  const [type = ''] = mimeType.split(';')
  return SHOWN.test(type) && (!type.startsWith('image/') || width !== undefined)
}
