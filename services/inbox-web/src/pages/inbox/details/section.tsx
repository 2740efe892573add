import type { HandOverContext } from '@inbox/contracts'
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './details.module.css'

export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <Title order={3} className={classes.heading}>
          {title}
        </Title>
        {action}
      </div>
      {children}
    </section>
  )
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The findings that came with a hand-over; a label may occur twice. */
export function ContextFacts({ context }: { context: HandOverContext }) {
  return (
    <dl className={classes.facts}>
      {context.map(({ label, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two of them apart, and they never move
        <Fact key={at} label={label}>
          <bdi>{value}</bdi>
        </Fact>
      ))}
    </dl>
  )
}
