/** Before whatever a mail says itself: links lead out of its frame, and words look as they do around it. */
const BEFORE = '<base target="_blank"><style>body{font-family:system-ui,sans-serif}</style>'
/** By which a page reaches elsewhere although its policy forbids that: browsers connect to what is only named there. */
const REACHING = /<(?=(?:link|meta|base)\b)/gi

/** The HTML of a mail as a page. Elements are called otherwise, since nobody can tell where a tag of a stranger ends. */
export const mailPage = (html: string): string => BEFORE + html.replace(REACHING, '<x-')

const MAX_PICTURES = 200
// neither part runs over the next tag, so that no page takes longer than its length
const PICTURE = /(<img\b[^<>]{0,2000}?\ssrc\s*=\s*)("[^"<>]{1,2000}"|'[^'<>]{1,2000}'|[^\s"'<>]{1,2000})/gi
const OTHER_SIZES = /\ssrcset\s*=\s*("[^"<>]{0,4000}"|'[^'<>]{0,4000}')/gi

/** The HTML of a mail in which pictures elsewhere, at http and https, are taken from `addressOf` instead. */
export function withPicturesFrom(html: string, addressOf: (remote: string) => string): string {
  let count = 0
  return html.replace(OTHER_SIZES, '').replace(PICTURE, (whole, before: string, quoted: string) => {
    const remote = quoted
      .replace(/^["']|["']$/g, '')
      .replaceAll('&amp;', '&')
      .trim()
    const href = /^https?:\/\//i.test(remote) && URL.canParse(remote) ? new URL(remote).href : undefined
    if (href === undefined || href.length > 2000 || ++count > MAX_PICTURES) return whole
    return `${before}"${addressOf(href).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
  })
}

/** What is shown of somewhere else: pictures that can do nothing but be looked at. */
export const isPlainPicture = (contentType = ''): boolean =>
  /^image\/(png|jpe?g|gif|webp|avif|bmp)\s*(;|$)/i.test(contentType)
