import classes from './chart.module.css'
import type { Plot, Series } from './plot.ts'
import { pathThrough } from './scale.ts'

export function Marks({ series, all, plot }: { series: Series; all: readonly Series[]; plot: Plot }) {
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
