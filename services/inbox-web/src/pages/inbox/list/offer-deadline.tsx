import type { ConversationSummary } from '@inbox/contracts'
import { useNow } from '../../../state/now.ts'
import { useMessages } from '../messages.ts'
import classes from './offer-deadline.module.css'

/** Counts down to the end of an offer. */
export function OfferDeadline({ offer }: { offer: NonNullable<ConversationSummary['offer']> }) {
  const t = useMessages()
  const now = useNow()
  if (!offer.expiresAt) return null
  // whole seconds that are certainly left: the page's clock ticks only now and then
  const seconds = Math.max(0, Math.floor((Date.parse(offer.expiresAt) - now) / 1000))
  return (
    <span className={classes.deadline} data-soon={seconds <= 10} role="timer">
      {t.secondsLeft(seconds)}
    </span>
  )
}
