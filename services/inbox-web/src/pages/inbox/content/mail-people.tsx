import type { Mail } from '@inbox/contracts'
import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useFormat } from '../../../i18n/format.ts'
import { plainName } from '../../../ui/plain-name.ts'
import { useMailMessages } from './mail-messages.ts'
import classes from './mail-view.module.css'

type Named = NonNullable<Mail['from']>

interface Props {
  label: string
  people: readonly Named[]
  /** How many were left out. */
  more?: number | undefined
}

/** How many are shown at first. */
const MOST = 6

/** Who a mail is from or to; of many the first ones, and all known ones on request. */
export function People({ label, people, more = 0 }: Props) {
  const t = useMailMessages()
  const format = useFormat()
  const [all, showAll] = useState(false)
  const shown = all ? people : people.slice(0, MOST)
  const left = people.length - shown.length + more
  const andMore = t.andMore(format.number(left))
  return (
    <span className={classes.people}>
      {label}: <bdi>{shown.map(written).join(', ')}</bdi> {left > 0 && shown.length === people.length && andMore}
      {shown.length < people.length && (
        <Anchor component="button" type="button" inherit onClick={() => showAll(true)}>
          {andMore}
        </Anchor>
      )}
    </span>
  )
}

const written = ({ name, address }: Named) => (name ? `${plainName(name)} <${address}>` : address)
