/** One measured figure, with its bound from the same run. */
export interface Figure {
  /** The number of the goal, e.g. `G1`. */
  goal: string
  what: string
  measured: string
  target: string
  /** The raw baseline next to it, or the load under which it was taken. */
  beside: string
}

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en')}/s`
export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
export const ratio = (value: number, bound: number): string => `${(value / bound).toFixed(2)} x`
