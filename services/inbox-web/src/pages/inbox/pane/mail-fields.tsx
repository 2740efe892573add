import { Checkbox, TextInput } from '@mantine/core'
import { useMailMessages } from '../content/mail-messages.ts'
import classes from './composer.module.css'
import { type MailDraft, wrongAddress } from './mail-draft.ts'

interface Props {
  mail: MailDraft
  /** Of the thread. */
  subject: string | undefined
  canQuote: boolean
  onChange: (mail: MailDraft) => void
}

/** What belongs to an answer by e-mail beside its text. */
export function MailFields({ mail, subject, canQuote, onChange }: Props) {
  const t = useMailMessages()
  const wrong = wrongAddress(mail)
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
