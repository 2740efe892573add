import type { Content, Message } from '@inbox/contracts'
import { Anchor, Text } from '@mantine/core'
import { IconFileOff, IconMapPin, IconQuestionMark, IconUser } from '@tabler/icons-react'
import { outward } from '../../../ui/external-media.ts'
import { plainName } from '../../../ui/plain-name.ts'
import { Card } from './card.tsx'
import classes from './content-view.module.css'
import { partsOf } from './links.ts'
import { Media } from './media.tsx'
import { useMessages } from './messages.ts'
import { Order } from './order.tsx'

interface Props {
  content: Content
  copy?: Message['mediaCopy']
  /** Its files are no longer kept. */
  gone?: boolean | undefined
}

/** The content of a message, whatever its type. */
export function ContentView({ content, copy, gone }: Props) {
  const t = useMessages()
  switch (content.type) {
    case 'text':
      return <Words text={content.text} />
    case 'location': {
      const { latitude, longitude, name } = content
      return (
        <Card
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
          icon={<IconMapPin size={20} stroke={1.6} />}
          title={name ? plainName(name) : t.location}
        >
          {latitude.toFixed(5)}, {longitude.toFixed(5)}
        </Card>
      )
    }
    case 'contactCard': {
      const { name, phones = [], emails = [] } = content
      return (
        <Card icon={<IconUser size={20} stroke={1.6} />} title={plainName(name)}>
          {[...phones, ...emails].join(', ')}
        </Card>
      )
    }
    case 'template':
      return (
        <div>
          {content.header && <Media content={content.header} gone={gone} />}
          <Words text={content.text} />
        </div>
      )
    case 'interactive':
      return (
        <div>
          <Words text={content.title} />
          {content.description && <bdi className={classes.more}>{content.description}</bdi>}
        </div>
      )
    case 'order':
      return (
        <div>
          <Order order={content} />
          {content.text && <Words text={content.text} />}
        </div>
      )
    case 'image':
    case 'video':
    case 'audio':
    case 'sticker':
    case 'file':
      return (
        <div>
          <Media content={content} copy={copy} gone={gone} />
          {content.caption && <Words text={content.caption} />}
        </div>
      )
    case 'revoked':
      return <Text className={classes.revoked}>{t.revoked}</Text>
    case 'erased':
      return <Text className={classes.revoked}>{t.erased}</Text>
    // also for what a newer server sends to an older page
    default:
      // such as an email that was nothing but HTML
      if (gone) return <Card icon={<IconFileOff size={20} stroke={1.6} />} title={t.gone} />
      return (
        <Card icon={<IconQuestionMark size={20} stroke={1.6} />} title={t.unsupported}>
          {content.what}
        </Card>
      )
  }
}

/** Somebody's own words, which browsers may translate, unlike those of the app. */
function Words({ text }: { text: string }) {
  return (
    <Text className={classes.text} dir="auto" translate="yes">
      {partsOf(text).map(({ text: part, href }, index) =>
        href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          <Anchor key={index} className={classes.link} href={href} {...outward} c="inherit" td="underline" inherit>
            {part}
          </Anchor>
        ) : (
          part
        )
      )}
    </Text>
  )
}
