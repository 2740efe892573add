import type { Mail, Message } from '@inbox/contracts'
import { Anchor, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { plainName } from '../../../ui/plain-name.ts'
import { ContentView } from './content-view.tsx'
import { useMailMessages } from './mail-messages.ts'
import classes from './mail-view.module.css'

type Named = NonNullable<Mail['from']>

/** A message that is an e-mail: who else got it, and folded, what its readers have seen before. */
export function MailView({ content, mail }: { content: Message['content']; mail: Mail }) {
  const t = useMailMessages()
  const { subject, from, cc = [], authenticated, html, raw } = mail
  return (
    <div className={classes.mail}>
      {subject && <strong className={classes.subject}>{subject}</strong>}
      {from && <People label={t.from} people={[from]} />}
      {cc.length > 0 && <People label={t.cc} people={cc} />}
      {authenticated === 'fail' && (
        <span className={classes.forged} role="note">
          <IconAlertTriangle size={16} aria-hidden /> {t.forged}
        </span>
      )}
      <Folded content={content} foldAt={mail.foldAt} />
      {(html?.url || raw?.url) && (
        <span className={classes.links}>
          {html?.url && <Outside href={html.url}>{t.original}</Outside>}
          {raw?.url && <Outside href={raw.url}>{t.download}</Outside>}
        </span>
      )}
    </div>
  )
}

function People({ label, people }: { label: string; people: readonly Named[] }) {
  return (
    <span className={classes.people}>
      {label}:{' '}
      <bdi>{people.map(({ name, address }) => (name ? `${plainName(name)} <${address}>` : address)).join(', ')}</bdi>
    </span>
  )
}

function Folded({ content, foldAt }: { content: Message['content']; foldAt: number | undefined }) {
  const t = useMailMessages()
  const [opened, open] = useState(false)
  if (content.type !== 'text' || foldAt === undefined || foldAt >= content.text.length)
    return <ContentView content={content} />
  const said = opened ? content.text : content.text.slice(0, foldAt)
  return (
    <>
      <ContentView content={{ ...content, text: said }} />
      <UnstyledButton
        className={classes.fold}
        aria-expanded={opened}
        aria-label={opened ? t.fold : t.unfold}
        title={opened ? t.fold : t.unfold}
        onClick={() => open(!opened)}
      >
        <IconDots size={18} aria-hidden />
      </UnstyledButton>
    </>
  )
}

const Outside = ({ href, children }: { href: string; children: string }) => (
  <Anchor href={href} target="_blank" rel="noopener noreferrer" size="xs">
    {children}
  </Anchor>
)
