/** One measured figure, with what bounds it from the same run. */
export interface Figure {
  /** Number of the goal, e.g. `G1`. */
  goal: string
  what: string
  measured: string
  target: string
  /** The raw baseline beside it, or the load it was taken at. */
  beside: string
}

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en')}/s`
export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
export const ratio = (value: number, bound: number): string => `${(value / bound).toFixed(2)} x`
