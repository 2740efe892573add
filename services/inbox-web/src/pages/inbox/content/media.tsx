import type { MediaContent, Message } from '@inbox/contracts'
import { Anchor, Loader, Modal, UnstyledButton } from '@mantine/core'
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
import { sizeOf } from '../../../ui/size-of.ts'
import { Card } from './card.tsx'
import classes from './content-view.module.css'
import { useMessages } from './messages.ts'

const icons: Record<Exclude<MediaContent['type'], 'file'>, TablerIcon> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
  sticker: IconSticker
}

interface Props {
  content: MediaContent
  copy?: Message['mediaCopy']
  /** It is no longer kept. */
  gone?: boolean | undefined
}

/** A picture, video, audio or file that came with a message. */
export function Media({ content, copy, gone = false }: Props) {
  const { type, url = '', name, mimeType, size } = content
  if (gone) return <Gone content={content} />
  if (copy) return <Copying content={content} copy={copy} />
  // a file being sent has no URL yet
  if (type !== 'file' && url !== '') return <Played content={content} type={type} />
  return (
    <Card {...(url && { href: url })} icon={<IconFile size={20} stroke={1.6} />} title={plainName(name ?? mimeType)}>
      {size !== undefined && sizeOf(size)}
    </Card>
  )
}

function Gone({ content: { type, name, url } }: { content: MediaContent }) {
  const t = useMessages()
  return (
    <Card
      {...(url !== undefined && { href: url })}
      icon={<IconFileOff size={20} stroke={1.6} />}
      title={name ? plainName(name) : t.kind[type]}
    >
      {t.gone}
    </Card>
  )
}

/** A file elsewhere of which we have no copy yet, or never will: nothing is loaded from there. */
function Copying({
  content: { type, name },
  copy
}: {
  content: MediaContent
  copy: NonNullable<Message['mediaCopy']>
}) {
  const t = useMessages()
  const title = name ? plainName(name) : t.kind[type]
  if (copy.state === 'pending')
    return (
      <Card icon={<Loader size={18} aria-hidden="true" />} title={title}>
        {t.copying}
      </Card>
    )
  return (
    <Card icon={<IconFileOff size={20} stroke={1.6} />} title={title}>
      {t.notCopied[copy.reason ?? 'unreachable']}
    </Card>
  )
}

/** Loads media on request; says so if it is gone, for example because its provider has deleted it. */
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
  if (failed) return <Gone content={content} />
  if (type === 'image' || type === 'sticker')
    return <Picture {...{ url, thumbnailUrl, title, onError }} alt={caption ?? title} sticker={type === 'sticker'} />
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

interface PictureProps {
  url: string
  thumbnailUrl: string
  title: string
  alt: string
  sticker: boolean
  onError: () => void
}

/** A picture that opens over the page; Escape closes it. */
function Picture({ url, thumbnailUrl, title, alt, sticker, onError }: PictureProps) {
  const t = useMessages()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <UnstyledButton title={t.openMedia} onClick={() => setOpened(true)}>
        <img
          className={sticker ? classes.sticker : classes.image}
          src={thumbnailUrl}
          alt={alt}
          referrerPolicy="no-referrer"
          onError={onError}
        />
      </UnstyledButton>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={<bdi>{title}</bdi>}
        size="auto"
        closeButtonProps={{ 'aria-label': t.close }}
      >
        <img
          className={classes.viewed}
          src={url}
          alt={alt}
          referrerPolicy="no-referrer"
          // a format that the browser cannot show, such as HEIC
          onError={({ currentTarget }) => {
            if (currentTarget.src !== thumbnailUrl) currentTarget.src = thumbnailUrl
          }}
        />
        <Anchor href={url} {...outward}>
          {t.openInTab}
        </Anchor>
      </Modal>
    </>
  )
}
