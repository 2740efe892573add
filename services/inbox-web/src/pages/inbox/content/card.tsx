import type { ReactNode } from 'react'
import { outward } from '../../../ui/external-media.ts'
import classes from './content-view.module.css'

/** Content described rather than shown: by an icon, a title and a line. */
export function Card(props: { href?: string; icon: ReactNode; title: string; children?: ReactNode }) {
  const { href, icon, title, children } = props
  const inside = (
    <>
      {icon}
      <span className={classes.cardText}>
        <bdi className={classes.cardTitle}>{title}</bdi>
        {children && <bdi className={classes.cardMore}>{children}</bdi>}
      </span>
    </>
  )
  if (!href) return <div className={classes.card}>{inside}</div>
  return (
    <a className={classes.card} href={href} {...outward}>
      {inside}
    </a>
  )
}
