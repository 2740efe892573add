import classes from './chart.module.css'
import { MARGIN, type Plot, TICK_GAP } from './plot.ts'
import { kept, labelled, shortened, widthOf } from './scale.ts'

const LABEL_WIDTH = 64
const LABEL_GAP = 8

export function Axes({
  plot,
  steps,
  format
}: {
  plot: Plot
  steps: readonly string[]
  format: (value: number) => string
}) {
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
