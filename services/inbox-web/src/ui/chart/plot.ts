import { type Ticks, widthOf } from './scale.ts'

/** One figure over all steps. Bars are side by side; lines are drawn over them. */
export interface Series {
  name: string
  kind: 'bar' | 'line' | 'area'
  /** Its place in the palette. */
  colour: 1 | 2 | 3 | 4
  values: readonly (number | undefined)[]
}

export const MARGIN = { top: 12, right: 8, bottom: 26 }
export const TICK_GAP = 8

interface Frame {
  width: number
  height: number
  format: (value: number) => string
  ticksUpTo: Ticks
}

/** The positions in a chart of `count` steps. */
export function plotOf(count: number, series: readonly Series[], { width, height, format, ticksUpTo }: Frame) {
  const ticks = ticksUpTo(Math.max(0, ...series.flatMap(({ values }) => values.map(value => value ?? 0))))
  const most = ticks.at(-1) ?? 1
  const left = Math.max(...ticks.map(tick => widthOf(format(tick)))) + TICK_GAP * 2
  const innerWidth = Math.max(0, width - left - MARGIN.right)
  const innerHeight = height - MARGIN.top - MARGIN.bottom
  return {
    width,
    height,
    left,
    innerWidth,
    innerHeight,
    ticks,
    band: count > 0 ? innerWidth / count : innerWidth,
    y: (value: number) => MARGIN.top + innerHeight * (1 - value / most)
  }
}
export type Plot = ReturnType<typeof plotOf>
