/** Limits for one picture, and for all of a mail. */
const [LARGEST_PICTURE, MAX_PICTURES] = [512 * 1024, 2 * 1024 ** 2]
const PICTURE = /^image\/(png|jpe?g|gif|webp)$/

/** A mail's HTML as a self-contained page: attached pictures are embedded, larger ones left out. */
export function createMailPage(source = '') {
  const pictures = new Map<string, string>()
  let size = 0
  return {
    shows: (contentId: string | undefined): boolean => contentId !== undefined && source.includes(`cid:${contentId}`),
    /** Returns the same bytes. */
    embed(contentId: string, mimeType: string, bytes: Buffer): Buffer {
      if (!PICTURE.test(mimeType) || bytes.length > LARGEST_PICTURE || size + bytes.length > MAX_PICTURES) return bytes
      size += bytes.length
      pictures.set(contentId, `data:${mimeType};base64,${bytes.toString('base64')}`)
      return bytes
    },
    html(): string {
      let length = source.length
      return source.replace(/\bcid:([^'"\s>)]{1,256})/g, (whole, contentId: string) => {
        const picture = pictures.get(contentId)
        // one picture shown a thousand times must not fill the memory
        if (!picture || length + picture.length > source.length + 2 * MAX_PICTURES) return whole
        length += picture.length
        return picture
      })
    }
  }
}
