import { Anchor, Checkbox, TextInput, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useMailMessages } from '../content/mail-messages.ts'
import classes from './composer.module.css'
import { keptMail, type MailDraft, wrongAddress } from './mail-draft.ts'

interface Props {
  mail: MailDraft
  /** The subject of the thread. */
  subject: string | undefined
  /** Who else got the mail being answered. */
  others: readonly string[]
  canQuote: boolean
  onChange: (mail: MailDraft) => void
}

/**
 * The fields of an answer by e-mail besides its text. On phones, where the keyboard leaves little room, they open on
 * request.
 */
export function MailFields({ mail, subject, others, canQuote, onChange }: Props) {
  const t = useMailMessages()
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const [opened, open] = useState(false)
  if (isNarrow && !opened && keptMail(mail) === '')
    return (
      <UnstyledButton className={classes.mailFields} aria-expanded={false} onClick={() => open(true)}>
        {t.fields} <IconChevronDown size={15} aria-hidden />
      </UnstyledButton>
    )
  const wrong = wrongAddress(mail)
  const copyAll = () =>
    onChange({ ...mail, cc: [mail.cc.trim().replace(/[,;]$/, ''), ...others].filter(Boolean).join(', ') })
  return (
    <div className={classes.mail}>
      <TextInput
        size="xs"
        aria-label={t.subject}
        placeholder={subject ? `${t.subject}: Re: ${subject}` : t.subject}
        value={mail.subject}
        maxLength={900}
        onChange={event => onChange({ ...mail, subject: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        aria-label={t.cc}
        placeholder={t.cc}
        value={mail.cc}
        error={wrong !== undefined && t.noAddress(wrong)}
        onChange={event => onChange({ ...mail, cc: event.currentTarget.value })}
      />
      {others.length > 0 && (
        <Anchor component="button" type="button" size="xs" className={classes.others} onClick={copyAll}>
          {t.replyToAll(others.join(', '))}
        </Anchor>
      )}
      {canQuote && (
        <Checkbox
          size="xs"
          label={t.quote}
          checked={mail.quotes}
          onChange={event => onChange({ ...mail, quotes: event.currentTarget.checked })}
        />
      )}
    </div>
  )
}
