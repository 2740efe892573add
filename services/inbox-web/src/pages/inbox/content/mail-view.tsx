import type { Mail, Message } from '@inbox/contracts'
import { Anchor, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconDots } from '@tabler/icons-react'
import { type RefObject, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ContentView } from './content-view.tsx'
import { MailFrame } from './mail-frame.tsx'
import { useMailMessages } from './mail-messages.ts'
import { People } from './mail-people.tsx'
import classes from './mail-view.module.css'
import { Media } from './media.tsx'
import { RichWords } from './rich-words.tsx'

interface Props {
  content: Message['content']
  mail: Mail
  /** Its files are no longer kept. */
  gone?: boolean | undefined
  /** Whether one of us wrote it. */
  written: boolean
}

/** A message that is an e-mail: who else got it and, folded, what its readers have seen before. */
export function MailView({ content, mail, gone, written }: Props) {
  const t = useMailMessages()
  const place = useRef<HTMLDivElement>(null)
  const { subject, from, to = [], cc = [], moreRecipients, attachments = [], forwards, authenticated } = mail
  // if a mail went only to us, that is not worth showing
  const isToOthers = from === undefined ? to.length > 0 : to.length > 1
  return (
    <div className={classes.mail} ref={place}>
      {subject && <strong className={classes.subject}>{subject}</strong>}
      {from && <People label={t.from} people={[from]} />}
      {isToOthers && (
        <People
          label={forwards ? `${t.forward} · ${t.to}` : t.to}
          people={to}
          more={cc.length === 0 ? moreRecipients : 0}
        />
      )}
      {cc.length > 0 && <People label={t.cc} people={cc} more={moreRecipients} />}
      {authenticated === 'fail' && (
        <span className={classes.forged} role="note">
          <IconAlertTriangle size={16} aria-hidden /> {t.forged}
        </span>
      )}
      <Written content={content} mail={mail} gone={gone} written={written} place={place} />
      {attachments.length > 0 && (
        <ul className={classes.files} aria-label={t.files(attachments.length)}>
          {attachments.map(file => (
            <li key={file.mediaId}>
              <Media content={{ ...file, type: kindOf(file.mimeType) }} gone={gone} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const kindOf = (mimeType: string) =>
  (['image', 'video', 'audio'] as const).find(kind => mimeType.startsWith(`${kind}/`)) ?? 'file'

/** The content: as text, or in its layout if it has one. */
function Written({
  content,
  mail: { foldAt, html, raw },
  gone,
  written,
  place
}: Props & { place: RefObject<Element | null> }) {
  const t = useMailMessages()
  const [original, setOriginal] = useState(content.type !== 'text')
  const [images, setImages] = useState(false)
  const { url, imagesUrl } = html ?? {}
  const shown = images ? (imagesUrl ?? url) : url
  /** The feed keeps its end in sight, but content that has grown is read from its beginning. */
  const show = (change: () => void) => {
    flushSync(change)
    place.current?.scrollIntoView({ block: 'start' })
  }
  return (
    <>
      {original && shown ? (
        <MailFrame url={shown} text={content.type === 'text' ? content.text : ''} images={images} />
      ) : (
        <Folded content={content} gone={gone} foldAt={foldAt} written={written} />
      )}
      {(shown || raw?.url) && (
        <span className={classes.links}>
          {shown && (
            <Choice onClick={() => show(() => setOriginal(!original))}>{original ? t.asText : t.original}</Choice>
          )}
          {original && shown && imagesUrl && !images && (
            <Choice onClick={() => show(() => setImages(true))}>{t.images}</Choice>
          )}
          {original && shown && <Outside href={shown}>{t.inTab}</Outside>}
          {raw?.url && <Outside href={raw.url}>{t.download}</Outside>}
        </span>
      )}
    </>
  )
}

const Choice = ({ onClick, children }: { onClick: () => void; children: string }) => (
  <Anchor component="button" type="button" size="xs" onClick={onClick}>
    {children}
  </Anchor>
)

function Folded({
  content,
  gone,
  foldAt,
  written
}: Pick<Props, 'content' | 'gone' | 'written'> & { foldAt: number | undefined }) {
  const t = useMailMessages()
  const [opened, open] = useState(false)
  if (content.type !== 'text') return <ContentView content={content} gone={gone} />
  const { text } = content
  const said = text.slice(0, foldAt)
  const before = text.slice(said.length)
  return (
    <>
      {written ? <RichWords text={said} /> : <ContentView content={{ ...content, text: said }} />}
      {opened && <ContentView content={{ ...content, text: before }} />}
      {before.trim() !== '' && (
        <UnstyledButton
          className={classes.fold}
          aria-expanded={opened}
          aria-label={opened ? t.fold : t.unfold}
          title={opened ? t.fold : t.unfold}
          onClick={() => open(!opened)}
        >
          <IconDots size={18} aria-hidden />
        </UnstyledButton>
      )}
    </>
  )
}

const Outside = ({ href, children }: { href: string; children: string }) => (
  <Anchor href={href} target="_blank" rel="noopener noreferrer" size="xs">
    {children}
  </Anchor>
)
