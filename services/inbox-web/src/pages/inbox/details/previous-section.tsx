import { type ConversationSummary, listConversationsOfContact } from '@inbox/contracts'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { call } from '../../../api/call.ts'
import { useFormat } from '../../../i18n/format.ts'
import { LastMessage } from '../../../ui/last-message.tsx'
import { Subject } from '../../../ui/subject.tsx'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { reasonOf } from './describe-step.ts'
import classes from './details.module.css'
import { useMessages } from './messages.ts'
import { Section } from './section.tsx'
import { useStepWords } from './use-step-words.ts'

const MOST = 20

/** Other conversations with this contact; each opens as a preview. */
export function PreviousSection({ conversation: { id, contact } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const words = useActionWords()
  const stepWords = useStepWords()
  const format = useFormat()
  const [tab] = (useParams<{ '*': string }>()['*'] ?? '').split('/')
  const { data, isError } = useQuery({
    queryKey: ['conversations-of-contact', contact.id],
    queryFn: () => call(listConversationsOfContact, { params: { id: contact.id }, query: { limit: MOST } })
  })
  const others = data?.items.filter(each => each.id !== id) ?? []
  return (
    <Section title={t.previous}>
      {isError && <Text fz="sm">{t.failed}</Text>}
      {data && others.length === 0 && (
        <Text fz="sm" c="var(--text-soft)">
          {t.noPrevious}
        </Text>
      )}
      <ul className={classes.previous}>
        {others.map(each => (
          <li key={each.id}>
            <Link href={`/inbox/${tab}/${each.id}`} className={classes.previousLink}>
              <span className={classes.previousText}>
                <Subject of={each} />
                {each.lastMessage ? <LastMessage message={each.lastMessage} /> : each.referenceNumber}
              </span>
              <span className={classes.stepMore}>
                {[
                  format.dateTime(each.arrivedAt ?? each.enqueuedAt),
                  words.status[each.status],
                  reasonOf(each, stepWords)
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
