import { t } from '../i18n/language.ts'
import type { Content } from '../state/outbox.ts'
import { File } from './icons.tsx'
import { piecesOf, webAddress } from './links.ts'

/** Of links: whose page it was says nothing to those behind them, nor do they get hold of it. */
const outward = { target: '_blank', rel: 'noopener noreferrer nofollow', referrerpolicy: 'no-referrer' } as const

/** What a message says, whatever it is; of kinds that are newer than this page, that there is something. */
export function ContentView({ content }: { content: Content }) {
  switch (content.type) {
    case 'text':
    case 'template':
      return <Text text={content.text} />
    case 'image':
    case 'sticker':
    case 'video':
    case 'audio':
    case 'file':
      return <Media {...content} />
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

function Text({ text }: { text: string }) {
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

function Media({ type, url, name, caption }: MediaContent) {
  const href = url && webAddress(url)
  if (!href) return <em>{t.unknown}</em>
  return (
    <figure>
      <Shown type={type} href={href} name={name} />
      {caption && (
        <figcaption>
          <Text text={caption} />
        </figcaption>
      )}
    </figure>
  )
}

function Shown({ type, href, name }: { type: MediaContent['type']; href: string; name: string | undefined }) {
  switch (type) {
    case 'image':
    case 'sticker':
      return (
        <a href={href} {...outward}>
          <img src={href} alt={name ?? t.image} loading="lazy" referrerpolicy="no-referrer" />
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
        <a class="file" href={href} {...outward}>
          <File />
          <span dir="auto">{name ?? t.file}</span>
        </a>
      )
  }
}
