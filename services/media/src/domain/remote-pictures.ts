/** Precedes a mail's own content: links open outside its frame, and text looks as it does around it. */
const BEFORE = '<base target="_blank"><style>body{font-family:system-ui,sans-serif}</style>'
/** Elements that reach out despite the page's policy: browsers connect to what is merely named there. */
const REACHING = /<(?=(?:link|meta|base)\b)/gi

/** A mail's HTML as a page. Such elements are renamed, since nobody can tell where a stranger's tag ends. */
export const mailPage = (html: string): string => BEFORE + html.replace(REACHING, '<x-')

const MAX_PICTURES = 200
// neither part runs past the next tag, so that the time is linear in the page's length
const PICTURE = /(<img\b[^<>]{0,2000}?\ssrc\s*=\s*)("[^"<>]{1,2000}"|'[^'<>]{1,2000}'|[^\s"'<>]{1,2000})/gi
const OTHER_SIZES = /\ssrcset\s*=\s*("[^"<>]{0,4000}"|'[^'<>]{0,4000}')/gi

/** A mail's HTML with remote pictures (http and https) taken from `addressOf` instead. */
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

/** What is displayed from elsewhere: pictures that can do nothing but be looked at. */
export const isPlainPicture = (contentType = ''): boolean =>
  /^image\/(png|jpe?g|gif|webp|avif|bmp)\s*(;|$)/i.test(contentType)
