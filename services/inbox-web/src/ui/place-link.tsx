import type { TablerIcon } from '@tabler/icons-react'
import { Link } from 'wouter'
import classes from './place-link.module.css'

interface Props {
  href: string
  icon: TablerIcon
  name: string
  /** Whether this is the current place. */
  current: boolean
}

/** A link in a navigation. */
export function PlaceLink({ href, icon: Icon, name, current }: Props) {
  return (
    <Link href={href} className={classes.link} aria-label={name} aria-current={current ? 'page' : undefined}>
      <Icon size={18} stroke={1.7} aria-hidden="true" />
      <span>{name}</span>
    </Link>
  )
}
