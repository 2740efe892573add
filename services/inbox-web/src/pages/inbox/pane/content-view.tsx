import type { Content } from '@inbox/contracts'
import { Anchor, Text } from '@mantine/core'
import { IconFile, IconMapPin, IconPhotoOff, IconUser } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import classes from './content-view.module.css'
import { useMessages } from './messages.ts'

/** What a message says, whatever it is. */
export function ContentView({ content }: { content: Content }) {
  const t = useMessages()
  switch (content.type) {
    case 'text':
      return (
        <Text className={classes.text} dir="auto">
          {linked(content.text)}
        </Text>
      )
    case 'image':
      return (
        <Media caption={content.caption}>
          <Picture {...content} />
        </Media>
      )
    case 'video':
      return (
        <Media caption={content.caption}>
          {/* biome-ignore lint/a11y/useMediaCaption: customers send no captions */}
          <video className={classes.image} src={content.url} controls preload="metadata" />
        </Media>
      )
    case 'audio':
      return (
        <Media caption={content.caption}>
          {/* biome-ignore lint/a11y/useMediaCaption: customers send no captions */}
          <audio className={classes.audio} src={content.url} controls preload="metadata" />
        </Media>
      )
    case 'file':
      return (
        <Media caption={content.caption}>
          <Card href={content.url} icon={<IconFile size={20} stroke={1.6} />} title={content.name ?? content.mimeType}>
            {content.size !== undefined && sizeOf(content.size)}
          </Card>
        </Media>
      )
    case 'location': {
      const { latitude, longitude, name } = content
      const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
      return (
        <Card
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
          icon={<IconMapPin size={20} stroke={1.6} />}
          title={name ?? t.location}
        >
          {place}
        </Card>
      )
    }
    case 'contactCard': {
      const { name, phones = [], emails = [] } = content
      return (
        <Card icon={<IconUser size={20} stroke={1.6} />} title={name}>
          {[...phones, ...emails].join(', ')}
        </Card>
      )
    }
  }
}

/** A picture; what cannot be shown, such as one that its provider has deleted, is named. */
function Picture({ url, name, caption }: { url: string; name?: string | undefined; caption?: string | undefined }) {
  const t = useMessages()
  const [failed, setFailed] = useState(false)
  if (failed)
    return (
      <Card href={url} icon={<IconPhotoOff size={20} stroke={1.6} />} title={name ?? t.picture}>
        {t.notShown}
      </Card>
    )
  return (
    <a href={url} target="_blank" rel="noreferrer" title={t.openMedia}>
      <img
        className={classes.image}
        src={url}
        alt={caption ?? name ?? ''}
        loading="lazy"
        onError={() => setFailed(true)}
      />
    </a>
  )
}

function Media({ caption, children }: { caption: string | undefined; children: ReactNode }) {
  return (
    <div>
      {children}
      {caption && (
        <Text className={classes.text} dir="auto">
          {linked(caption)}
        </Text>
      )}
    </div>
  )
}

function Card({ href, icon, title, children }: { href?: string; icon: ReactNode; title: string; children: ReactNode }) {
  const inside = (
    <>
      {icon}
      <span className={classes.cardText}>
        <span className={classes.cardTitle}>{title}</span>
        <span className={classes.cardMore}>{children}</span>
      </span>
    </>
  )
  if (!href) return <div className={classes.card}>{inside}</div>
  return (
    <a className={classes.card} href={href} target="_blank" rel="noreferrer">
      {inside}
    </a>
  )
}

const ADDRESS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g

/** The text with its web addresses as links. */
function linked(text: string): ReactNode[] {
  return text.split(ADDRESS).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <Anchor key={index} href={part} target="_blank" rel="noreferrer" c="inherit" td="underline" inherit>
        {part}
      </Anchor>
    ) : (
      part
    )
  )
}

const KIB = 1024
const sizeOf = (bytes: number) =>
  bytes < KIB * KIB ? `${Math.max(1, Math.round(bytes / KIB))} KB` : `${(bytes / KIB / KIB).toFixed(1)} MB`
