import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { LastMessage } from '../../../ui/last-message.tsx'
import { plainName } from '../../../ui/plain-name.ts'
import { useMessages } from './messages.ts'
import classes from './quote.module.css'
import type { Quote } from './quoted.ts'

/** What a message answers, in one line that leads there. */
export function QuoteLine({ quote, onOpen }: { quote: Quote; onOpen: () => void }) {
  const t = useMessages()
  return (
    <UnstyledButton className={classes.quote} onClick={onOpen} title={t.showQuoted}>
      <Words quote={quote} />
    </UnstyledButton>
  )
}

/** The message being answered, above the text being written. */
export function ComposedQuote({ quote, onRemove }: { quote: Quote; onRemove: () => void }) {
  const t = useMessages()
  return (
    <section className={classes.composed} aria-label={t.answering}>
      <div className={classes.quote}>
        <Words quote={quote} />
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={t.removeQuote} title={t.removeQuote} onClick={onRemove}>
        <IconX size={17} />
      </ActionIcon>
    </section>
  )
}

function Words({ quote: { author, said } }: { quote: Quote }) {
  return (
    <>
      {author && <bdi className={classes.author}>{plainName(author)}</bdi>}
      <span className={classes.said} dir="auto">
        <LastMessage message={said} />
      </span>
    </>
  )
}
