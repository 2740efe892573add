import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { Axes } from './axes.tsx'
import classes from './chart.module.css'
import { Marks } from './marks.tsx'
import { MARGIN, type Plot, plotOf, type Series } from './plot.ts'
import { roundTicks, type Ticks } from './scale.ts'

interface Props {
  /** What it shows, for those who cannot see it. */
  label: string
  steps: readonly string[]
  series: readonly Series[]
  format?: (value: number) => string
  ticks?: Ticks
  height?: number
}

/** Figures step by step. For those who cannot see or point there is a table; arrow keys move through the steps. */
export function Chart({ label, steps, series, format = String, ticks = roundTicks, height = 240 }: Props) {
  const { ref, width } = useElementSize()
  const [active, setActive] = useState<number>()
  const plot = plotOf(steps.length, series, { width, height, format, ticksUpTo: ticks })
  const move = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    const index = Math.floor((event.clientX - left - plot.left) / plot.band)
    setActive(index >= 0 && index < steps.length ? index : undefined)
  }
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    setActive(Math.min(steps.length - 1, Math.max(0, (active ?? (by > 0 ? -1 : steps.length)) + by)))
  }
  return (
    <figure className={classes.figure}>
      <Legend series={series} />
      <div
        ref={ref}
        className={classes.frame}
        style={{ height }}
        role="img"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move through the steps
        tabIndex={0}
        onPointerMove={move}
        onPointerLeave={() => setActive(undefined)}
        onKeyDown={step}
        onBlur={() => setActive(undefined)}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <Axes plot={plot} steps={steps} format={format} />
            {active !== undefined && (
              <rect
                className={classes.active}
                x={plot.left + active * plot.band}
                y={MARGIN.top}
                width={plot.band}
                height={plot.innerHeight}
              />
            )}
            {series.map(each => (
              <Marks key={each.name} series={each} all={series} plot={plot} />
            ))}
          </svg>
        )}
        {active !== undefined && <Tooltip {...{ steps, series, format, active, plot }} />}
      </div>
      <Figures {...{ label, steps, series, format }} />
    </figure>
  )
}

function Legend({ series }: Pick<Props, 'series'>) {
  return (
    <ul className={classes.legend} aria-hidden="true">
      {series.map(({ name, colour, kind }) => (
        <li key={name}>
          <span className={classes.key} data-colour={colour} data-kind={kind} />
          {name}
        </li>
      ))}
    </ul>
  )
}

type ChartData = Required<Pick<Props, 'steps' | 'series' | 'format'>>

function Tooltip({ steps, series, format, active, plot }: ChartData & { active: number; plot: Plot }) {
  const x = plot.left + (active + 0.5) * plot.band
  return (
    <div className={classes.tooltip} data-side={x > plot.width / 2 ? 'left' : 'right'} style={{ left: x }}>
      <strong>{steps[active]}</strong>
      {series.map(({ name, colour, kind, values }) => (
        <span key={name}>
          <span className={classes.key} data-colour={colour} data-kind={kind} />
          {name}
          <b>{values[active] === undefined ? '–' : format(values[active])}</b>
        </span>
      ))}
    </div>
  )
}

function Figures({ label, steps, series, format }: ChartData & Pick<Props, 'label'>) {
  return (
    <table className={classes.hidden}>
      <caption>{label}</caption>
      <thead>
        <tr>
          <td />
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((step, index) => {
          // the last day begins and ends at the same instant, so times are not unique
          const key = `${index}`
          return (
            <tr key={key}>
              <th scope="row">{step}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{values[index] === undefined ? '–' : format(values[index])}</td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
