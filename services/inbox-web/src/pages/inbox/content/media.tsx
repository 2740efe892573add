import type { MediaContent } from '@inbox/contracts'
import { UnstyledButton } from '@mantine/core'
import {
  IconFile,
  IconFileOff,
  IconMusic,
  IconPhoto,
  IconSticker,
  IconVideo,
  type TablerIcon
} from '@tabler/icons-react'
import { useState } from 'react'
import { outward, useExternalMedia } from '../../../ui/external-media.ts'
import { plainName } from '../../../ui/plain-name.ts'
import { Card } from './card.tsx'
import classes from './content-view.module.css'
import { useMessages } from './messages.ts'

const icons: Record<Exclude<MediaContent['type'], 'file'>, TablerIcon> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
  sticker: IconSticker
}

/** A picture, film, sound or file that came with a message. */
export function Media({ content }: { content: MediaContent }) {
  const { type, url = '', name, mimeType, size } = content
  if (type !== 'file') return <Played content={content} type={type} />
  return (
    <Card href={url} icon={<IconFile size={20} stroke={1.6} />} title={plainName(name ?? mimeType)}>
      {size !== undefined && sizeOf(size)}
    </Card>
  )
}

/** Loaded once it is asked for; what is gone, such as what its provider has deleted, is named. */
function Played({ content, type }: { content: MediaContent; type: keyof typeof icons }) {
  const t = useMessages()
  const { mediaId, url = '', thumbnailUrl = url, name, caption, size } = content
  const { mayLoad, ask, host } = useExternalMedia(url, mediaId !== undefined)
  const [failed, setFailed] = useState(false)
  const Icon = icons[type]
  const onError = () => setFailed(true)
  const title = name ? plainName(name) : t.kind[type]
  if (!mayLoad)
    return (
      <UnstyledButton className={classes.waiting} onClick={ask}>
        <Icon size={20} stroke={1.6} aria-hidden="true" />
        <span className={classes.cardText}>
          <span className={classes.cardTitle}>{t.show[type](host)}</span>
          <bdi className={classes.cardMore}>{[name && title, size && sizeOf(size)].filter(Boolean).join(' · ')}</bdi>
        </span>
      </UnstyledButton>
    )
  if (failed)
    return (
      <Card href={url} icon={<IconFileOff size={20} stroke={1.6} />} title={title}>
        {t.gone}
      </Card>
    )
  if (type === 'image' || type === 'sticker')
    return (
      <a href={url} title={t.openMedia} {...outward}>
        <img
          className={type === 'sticker' ? classes.sticker : classes.image}
          src={thumbnailUrl}
          alt={caption ?? title}
          referrerPolicy="no-referrer"
          onError={onError}
        />
      </a>
    )
  if (type === 'video')
    return (
      // biome-ignore lint/a11y/useMediaCaption: customers send no captions
      <video className={classes.image} src={url} controls preload="metadata" aria-label={title} onError={onError} />
    )
  return (
    // biome-ignore lint/a11y/useMediaCaption: customers send no captions
    <audio className={classes.audio} src={url} controls preload="metadata" aria-label={title} onError={onError} />
  )
}

const KIB = 1024
const sizeOf = (bytes: number) =>
  bytes < KIB * KIB ? `${Math.max(1, Math.round(bytes / KIB))} KB` : `${(bytes / KIB / KIB).toFixed(1)} MB`
