import { createHmac } from 'node:crypto'
import {
  type DeliveredContent,
  getMedia,
  type Mail,
  type MediaFacts,
  mediaIn,
  type OperationInput,
  pathOf,
  withMedia
} from '@inbox/contracts'
import { acceptedOf, currentOf } from '@inbox/kernel'
import { isSame } from './is-same.ts'

type Call = OperationInput<typeof getMedia>
type Subject = Pick<MediaFacts, 'id' | 'name'>

/** Addresses of files: whoever has one may read the file, for an hour at most. */
export interface MediaAddresses {
  /** Stays the same for a quarter of an hour, so that browsers can use their cache. */
  of(media: Subject, now: Date): string
  thumbnailOf(media: Subject, now: Date): string
  /** A remote picture that one of our mails shows: loaded through us, until `expires`. */
  remoteOf(media: Subject, remote: string, expires: number): string
  /** A message as its reader gets it: with addresses, if we keep its files. */
  inMessage<Message extends { content: DeliveredContent; mail?: Mail | undefined; mediaGone?: boolean | undefined }>(
    message: Message,
    now: Date
  ): Message
  /** Whether an address was signed by us and has not expired. */
  isGood(call: Pick<Call, 'params' | 'query'>, now: Date): boolean
}

/** Instead of the file itself: its thumbnail, or a mail's HTML as a page, without (`shown`) or with remote pictures. */
type Way = 'thumbnail' | 'shown' | 'images'

const HOUR_MS = 3_600_000
const SAME_FOR_MS = 900_000
const NAMELESS = 'file'

/** Addresses below `baseUrl`, signed (HMAC-SHA-256) with secrets shared by all who make and serve them. */
export function createMediaAddresses(baseUrl: string, secrets: string): MediaAddresses {
  const signatureBy = (
    secret: string,
    { id, name }: Call['params'],
    expires: unknown,
    way: Way | undefined,
    remote?: string
  ) =>
    createHmac('sha256', secret)
      .update(
        JSON.stringify([
          id,
          name,
          Number(expires),
          way === 'thumbnail' ? '1' : (way ?? ''),
          ...(remote === undefined ? [] : [remote])
        ])
      )
      .digest('base64url')

  const address = ({ id, name = NAMELESS }: Subject, now: Date, way?: Way) => {
    const params = { id, name }
    const expires = Math.floor(now.getTime() / SAME_FOR_MS) * SAME_FOR_MS + HOUR_MS
    const url = new URL(pathOf(getMedia, params), baseUrl)
    url.searchParams.set('expires', String(expires))
    if (way) url.searchParams.set(way, '1')
    url.searchParams.set('signature', signatureBy(currentOf(secrets), params, expires, way))
    return url.href
  }

  return {
    remoteOf({ id, name = NAMELESS }, remote, expires) {
      const params = { id, name }
      const url = new URL(pathOf(getMedia, params), baseUrl)
      url.searchParams.set('expires', String(expires))
      url.searchParams.set('remote', remote)
      url.searchParams.set('signature', signatureBy(currentOf(secrets), params, expires, undefined, remote))
      return url.href
    },
    of: (media, now) => address(media, now),
    thumbnailOf: (media, now) => address(media, now, 'thumbnail'),
    inMessage(shown, now) {
      if (shown.mediaGone) return shown
      const message = shown.mail
        ? { ...shown, mail: mailWith(shown.mail, ({ mediaId: id, name }, way) => address({ id, name }, now, way)) }
        : shown
      const media = mediaIn(message.content)
      if (!media) return message
      const subject = { id: media.mediaId, name: media.name }
      const url = address(subject, now)
      // only images that were decoded have a thumbnail
      const thumbnail = media.width !== undefined && { thumbnailUrl: address(subject, now, 'thumbnail') }
      return { ...message, content: withMedia(message.content, { ...media, url, ...thumbnail }) }
    },
    isGood: ({ params, query: { expires, signature, thumbnail, shown, images, remote } }, now) => {
      const way = thumbnail ? 'thumbnail' : shown ? 'shown' : images && 'images'
      const isSigned = acceptedOf(secrets).some(secret =>
        isSame(signature, signatureBy(secret, params, expires, way, remote))
      )
      return isSigned && Number(expires) > now.getTime()
    }
  }
}

type Kept = NonNullable<Mail['html']> & { name?: string | undefined }

const mailWith = ({ html, raw, attachments, ...mail }: Mail, urlOf: (file: Kept, way?: Way) => string): Mail => ({
  ...mail,
  ...(attachments && { attachments: attachments.map(file => ({ ...file, url: urlOf(file) })) }),
  ...(html && { html: { ...html, url: urlOf(html, 'shown'), imagesUrl: urlOf(html, 'images') } }),
  ...(raw && { raw: { ...raw, url: urlOf(raw) } })
})
