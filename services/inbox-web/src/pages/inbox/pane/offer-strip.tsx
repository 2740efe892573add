import type { ConversationSummary } from '@inbox/contracts'
import { IconBell } from '@tabler/icons-react'
import { useAgents } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { OfferDeadline } from '../list/offer-deadline.tsx'
import { useMessages } from './messages.ts'
import classes from './pane.module.css'

/** To whom the open conversation is offered, and for how much longer. */
export function OfferStrip({ conversation: { offer, agent } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const { id: meId } = useMe()
  const agents = useAgents()
  if (!offer) return null
  const name = agents.get(offer.agentId)?.name ?? '…'
  const mine = offer.agentId === meId
  const text = mine ? t.offered : agent ? t.transferOffered(name) : t.offeredTo(name)
  return (
    <div className={classes.strip} data-look={mine ? 'offer' : 'info'} role="status">
      <IconBell size={17} stroke={1.8} aria-hidden="true" />
      <span>{text}</span>
      <OfferDeadline offer={offer} />
    </div>
  )
}
