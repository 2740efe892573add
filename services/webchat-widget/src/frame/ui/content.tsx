import { format, t } from '../i18n/language.ts'
import type { Content } from '../state/outbox.ts'
import { File } from './icons.tsx'
import { piecesOf, webAddress } from './links.ts'

/** Attributes of links: the target page learns nothing about ours, and gets no access to it. */
const outward = { target: '_blank', rel: 'noopener noreferrer nofollow', referrerpolicy: 'no-referrer' } as const

/** The content of a message, whatever its type; of types newer than this page, only that there is something. */
export function ContentView({
  content,
  preview,
  gone
}: {
  content: Content
  preview?: string | undefined
  /** Its file is no longer kept. */
  gone?: boolean | undefined
}) {
  switch (content.type) {
    case 'text':
    case 'template':
      return <Text text={content.text} />
    case 'image':
    case 'sticker':
    case 'video':
    case 'audio':
    case 'file':
      return <Media {...content} url={content.url ?? preview} gone={gone} />
    case 'location': {
      const { latitude, longitude, name } = content
      const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
      return (
        <a href={href} {...outward}>
          {name ?? t.location}
        </a>
      )
    }
    case 'contactCard':
      return <Text text={[content.name, ...(content.phones ?? []), ...(content.emails ?? [])].join('\n')} />
    default:
      return <em>{t.unknown}</em>
  }
}

export function Text({ text }: { text: string }) {
  return (
    <p class="text" dir="auto">
      {piecesOf(text).map(({ text: piece, href }) =>
        href === undefined ? (
          piece
        ) : (
          <a href={href} {...outward}>
            {piece}
          </a>
        )
      )}
    </p>
  )
}

type MediaContent = Extract<Content, { type: 'image' | 'sticker' | 'video' | 'audio' | 'file' }>

function Media({ url, mediaId, caption, gone, ...file }: MediaContent & { gone: boolean | undefined }) {
  const href = url?.startsWith('blob:') ? url : url && webAddress(url)
  if (!href && mediaId === undefined) return <em>{t.unknown}</em>
  return (
    <figure>
      {href ? <Shown {...file} href={href} /> : <FileName {...file} more={gone && t.gone} />}
      {caption && (
        <figcaption>
          <Text text={caption} />
        </figcaption>
      )}
    </figure>
  )
}

interface FileNameProps extends Pick<MediaContent, 'name' | 'size'> {
  more?: string | false | undefined
}

function FileName({ name, size, more = size !== undefined && format.size(size) }: FileNameProps) {
  return (
    <span class="file">
      <File />
      <span dir="auto">{name ?? t.file}</span>
      {more && <span class="size">{more}</span>}
    </span>
  )
}

interface ShownProps extends Pick<MediaContent, 'type' | 'thumbnailUrl' | 'name' | 'size' | 'width' | 'height'> {
  href: string
}

function Shown({ type, href, thumbnailUrl, name, size, width, height }: ShownProps) {
  switch (type) {
    case 'image':
    case 'sticker':
      return (
        <a href={href} {...outward}>
          <img
            src={(thumbnailUrl && webAddress(thumbnailUrl)) || href}
            alt={name ?? t.image}
            {...{ width, height }}
            loading="lazy"
            referrerpolicy="no-referrer"
          />
        </a>
      )
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: whoever sent it has made none
      return <video src={href} controls preload="metadata" playsInline aria-label={name} />
    case 'audio':
      // biome-ignore lint/a11y/useMediaCaption: whoever sent it has made none
      return <audio src={href} controls preload="metadata" aria-label={name} />
    case 'file':
      return (
        <a href={href} {...outward}>
          <FileName name={name} size={size} />
        </a>
      )
  }
}
