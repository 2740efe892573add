import type { ConversationSummary } from '@inbox/contracts'
import { Button, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useDepartments } from '../api/directory.ts'
import { useMe } from '../api/session.ts'
import { useTabLists } from '../live/live-context.tsx'
import { useMessages as useActionWords } from '../pages/inbox/actions/messages.ts'
import { useActions } from '../pages/inbox/actions/use-actions.ts'
import { ConversationIcon } from '../pages/inbox/conversation-icon.tsx'
import { OfferDeadline } from '../pages/inbox/list/offer-deadline.tsx'
import { LastMessage } from '../ui/last-message.tsx'
import { Subject } from '../ui/subject.tsx'
import { useContactName } from '../ui/use-contact-name.ts'
import { useMessages } from './messages.ts'
import classes from './offer-cards.module.css'

/** Shows the agent's offers on every page until they are answered, and announces each once to screen readers. */
export function OfferCards() {
  const t = useMessages()
  const { id: meId } = useMe()
  const offers = useTabLists().ongoing.filter(({ status, offer }) => status === 'offered' && offer?.agentId === meId)
  const isInSight = useInSight()
  const cards = offers.filter(each => !isInSight(each))
  return (
    <>
      <Announcement offers={offers} />
      {cards.length > 0 && (
        <section className={classes.cards} aria-label={t.offers}>
          {cards.map(each => (
            <OfferCard key={each.offer?.id} conversation={each} />
          ))}
        </section>
      )}
    </>
  )
}

/**
 * An offer is already in sight, and can be answered, where the Ongoing tab is shown or the conversation itself is open.
 */
function useInSight() {
  const [path] = useLocation()
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const [, page, tab, openId] = path.split('/')
  const listed = page === 'inbox' && tab === 'ongoing' && (isWide || !openId)
  return ({ id }: ConversationSummary) => listed || (page === 'inbox' && openId === id)
}

function OfferCard({ conversation }: { conversation: ConversationSummary }) {
  const contactName = useContactName()
  const words = useActionWords()
  const { accept, decline } = useActions()
  const department = useDepartments().get(conversation.departmentId)
  const { contact, channel, lastMessage, offer } = conversation
  const name = contactName(contact)
  return (
    <section className={classes.card} aria-label={name} data-offer-card>
      <ConversationIcon conversation={conversation} />
      <div className={classes.body}>
        <div className={classes.line}>
          <Link href={`/inbox/ongoing/${conversation.id}`} className={classes.name}>
            <bdi>{name}</bdi>
          </Link>
          {offer && <OfferDeadline offer={offer} />}
        </div>
        <div className={classes.place}>
          {channel.name}
          {department && ` · ${department.name}`}
        </div>
        <Origin conversation={conversation} />
        {lastMessage && (
          <div className={classes.preview} dir="auto">
            <Subject of={conversation} />
            <LastMessage message={lastMessage} />
          </div>
        )}
        <div className={classes.actions}>
          <Button
            size="compact-sm"
            leftSection={<IconCheck size={15} stroke={2.5} />}
            onClick={() => void accept(conversation)}
            data-offer-accept
          >
            {words.accept}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void decline(conversation)}>
            {words.decline}
          </Button>
        </div>
      </div>
    </section>
  )
}

/** Who sent it, if a person chose this agent for it. */
function Origin({ conversation: { offer, agent } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  if (offer?.kind === 'transfer' && agent) return <div className={classes.origin}>{t.transferredBy(agent.name)}</div>
  if (offer?.kind === 'assigned') return <div className={classes.origin}>{t.assigned}</div>
  return null
}

/** Announces new offers in words, each once. */
function Announcement({ offers }: { offers: readonly ConversationSummary[] }) {
  const contactName = useContactName()
  const t = useMessages()
  const [text, setText] = useState('')
  const told = useRef(new Set<string>())
  useEffect(() => {
    const fresh = offers.filter(({ offer }) => offer && !told.current.has(offer.id))
    for (const { offer } of fresh) told.current.add(offer!.id)
    if (fresh.length > 0)
      setText(fresh.map(({ contact, channel }) => t.announced(contactName(contact), channel.name)).join('. '))
  }, [offers, t, contactName])
  return (
    <VisuallyHidden role="status" aria-live="assertive">
      {text}
    </VisuallyHidden>
  )
}
