import { Paper } from '@mantine/core'
import { useFormat } from '../../i18n/format.ts'
import { useNow } from '../../state/now.ts'
import classes from './board-page.module.css'
import { useMessages } from './messages.ts'
import type { Monitor } from './use-board.ts'

export const LONG_WAIT_MS = 5 * 60_000

/** The current situation in five figures. */
export function KeyFigures({ departments, agents }: Monitor) {
  const t = useMessages()
  const format = useFormat()
  const now = useNow()
  const sum = (figure: 'waiting' | 'ongoing' | 'offered') =>
    departments.reduce((total, department) => total + department[figure], 0)
  const waits = departments.flatMap(({ longestWaitingSince: since }) => (since ? [now - Date.parse(since)] : []))
  const longest = Math.max(0, ...waits)
  const connected = agents.filter(({ link }) => link === 'connected')
  const available = connected.filter(({ status }) => status === 'available')
  const room = available.reduce((total, { load, limit }) => total + Math.max(0, limit - load), 0)
  return (
    <dl className={classes.figures}>
      <Figure name={t.waiting} value={format.number(sum('waiting'))} />
      <Figure
        name={t.oldest}
        value={waits.length > 0 ? format.span(longest) : '–'}
        tone={longest > LONG_WAIT_MS ? 'warn' : undefined}
      />
      <Figure
        name={t.ongoing}
        value={format.number(sum('ongoing'))}
        more={sum('offered') > 0 ? t.onOffer(sum('offered')) : undefined}
      />
      <Figure name={t.available} value={format.number(available.length)} more={t.ofConnected(connected.length)} />
      <Figure name={t.room} value={format.number(room)} more={t.roomHint} />
    </dl>
  )
}

interface FigureProps {
  name: string
  value: string
  more?: string | undefined
  tone?: 'warn' | undefined
}

function Figure({ name, value, more, tone }: FigureProps) {
  return (
    <Paper className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value} data-tone={tone}>
          {value}
        </span>
        {more && <span className={classes.more}>{more}</span>}
      </dd>
    </Paper>
  )
}
