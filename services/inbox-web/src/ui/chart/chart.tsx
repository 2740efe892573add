import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import classes from './chart.module.css'
import { kept, labelled, pathThrough, roundTicks, shortened, type Ticks, widthOf } from './scale.ts'

/** One figure over all steps. Bars stand beside each other; a line lies above them. */
export interface Series {
  name: string
  kind: 'bar' | 'line' | 'area'
  /** Its place in the palette. */
  colour: 1 | 2 | 3 | 4
  values: readonly (number | undefined)[]
}

interface Props {
  /** What it shows, for those who do not see it. */
  label: string
  steps: readonly string[]
  series: readonly Series[]
  format?: (value: number) => string
  ticks?: Ticks
  height?: number
}

const MARGIN = { top: 12, right: 8, bottom: 26 }
const TICK_GAP = 8
const LABEL_WIDTH = 64
const LABEL_GAP = 8

/** Figures step by step. Who cannot see or point finds the same in a table; arrow keys move through the steps. */
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

interface Picture {
  width: number
  height: number
  format: (value: number) => string
  ticksUpTo: Ticks
}

function plotOf(count: number, series: readonly Series[], { width, height, format, ticksUpTo }: Picture) {
  const ticks = ticksUpTo(Math.max(0, ...series.flatMap(({ values }) => values.map(value => value ?? 0))))
  const most = ticks.at(-1) ?? 1
  const left = Math.max(...ticks.map(tick => widthOf(format(tick)))) + TICK_GAP * 2
  const innerWidth = Math.max(0, width - left - MARGIN.right)
  const innerHeight = height - MARGIN.top - MARGIN.bottom
  return {
    ...{ width, height, left, innerWidth, innerHeight, ticks },
    band: count > 0 ? innerWidth / count : innerWidth,
    y: (value: number) => MARGIN.top + innerHeight * (1 - value / most)
  }
}
type Plot = ReturnType<typeof plotOf>

function Axes({ plot, steps, format }: { plot: Plot; steps: readonly string[]; format: (value: number) => string }) {
  const most = Math.max(1, Math.floor(plot.innerWidth / LABEL_WIDTH))
  const isLabelled = labelled(steps.length, most)
  const room = Math.ceil(steps.length / most) * plot.band - LABEL_GAP
  return (
    <>
      {plot.ticks.map(tick => (
        <g key={tick}>
          <line
            className={classes.grid}
            x1={plot.left}
            x2={plot.width - MARGIN.right}
            y1={plot.y(tick)}
            y2={plot.y(tick)}
          />
          <text
            className={classes.tick}
            x={plot.left - TICK_GAP}
            y={plot.y(tick)}
            textAnchor="end"
            dominantBaseline="middle"
          >
            {format(tick)}
          </text>
        </g>
      ))}
      {steps.map((step, index) => {
        if (!isLabelled(index)) return null
        const label = shortened(step, room)
        const key = `${index}`
        return (
          <text
            key={key}
            className={classes.tick}
            x={kept(plot.left + (index + 0.5) * plot.band, widthOf(label), plot.width)}
            y={plot.height - 8}
            textAnchor="middle"
          >
            {label}
          </text>
        )
      })}
    </>
  )
}

function Marks({ series, all, plot }: { series: Series; all: readonly Series[]; plot: Plot }) {
  const { kind, colour, values } = series
  const middle = (index: number) => plot.left + (index + 0.5) * plot.band
  if (kind === 'bar') {
    const bars = all.filter(each => each.kind === 'bar')
    const width = Math.min(22, (plot.band * 0.72) / bars.length)
    const offset = (bars.indexOf(series) - bars.length / 2) * width
    return (
      <g className={classes.bar} data-colour={colour}>
        {values.map((value, index) => {
          const top = plot.y(value ?? 0)
          const key = `${index}`
          return (
            <rect
              key={key}
              x={middle(index) + offset}
              y={top}
              width={Math.max(1, width - 1)}
              height={plot.y(0) - top}
              rx={Math.min(3, width / 4)}
            />
          )
        })}
      </g>
    )
  }
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [[middle(index), plot.y(value)] as const]
  )
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  return (
    <g data-colour={colour}>
      {kind === 'area' && (
        <path
          className={classes.area}
          data-colour={colour}
          d={`${pathThrough(points)}L${last[0].toFixed(1)} ${plot.y(0)}L${first[0].toFixed(1)} ${plot.y(0)}Z`}
        />
      )}
      <path className={classes.line} data-colour={colour} d={pathThrough(points)} />
      {points.length === 1 && <circle className={classes.dot} data-colour={colour} cx={first[0]} cy={first[1]} r={3} />}
    </g>
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

type Told = Required<Pick<Props, 'steps' | 'series' | 'format'>>

function Tooltip({ steps, series, format, active, plot }: Told & { active: number; plot: Plot }) {
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

function Figures({ label, steps, series, format }: Told & Pick<Props, 'label'>) {
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
          // the last day begins and ends at the same time
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
