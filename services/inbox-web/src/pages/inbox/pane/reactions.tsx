import type { Message } from '@inbox/contracts'
import { useMessages } from './messages.ts'
import classes from './reactions.module.css'

/** What contacts think of a message. */
export function Reactions({ reactions }: { reactions: NonNullable<Message['reactions']> }) {
  const t = useMessages()
  const counts = Map.groupBy(reactions, ({ emoji }) => emoji)
  return (
    <ul className={classes.reactions} aria-label={t.reactions}>
      {[...counts].map(([emoji, all]) => (
        <li key={emoji}>
          {emoji}
          {all.length > 1 && ` ${all.length}`}
        </li>
      ))}
    </ul>
  )
}
