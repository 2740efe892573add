import type { ChosenStatus, Link } from '@inbox/contracts'
import classes from './presence-dot.module.css'

/** Green = could be given work, amber = chose not to, hollow = not there. Never rely on colour alone: add a word. */
export function PresenceDot({ status, link }: { status: ChosenStatus | undefined; link: Link | undefined }) {
  const there = status !== undefined && status !== 'loggedOut' && link !== undefined && link !== 'disconnected'
  const look = !there ? 'gone' : status === 'available' ? 'available' : 'busy'
  return <span className={classes.dot} data-look={look} data-wavering={link === 'reconnecting'} />
}
