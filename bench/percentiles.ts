import { build } from 'hdr-histogram-js'

const MICROSECONDS = 1000

/** Latencies in ms, kept in an HDR histogram with three significant digits. */
export function latencies() {
  const histogram = build({ highestTrackableValue: 600_000 * MICROSECONDS, numberOfSignificantValueDigits: 3 })
  return {
    record: (value: number) => histogram.recordValue(Math.max(0, Math.round(value * MICROSECONDS))),
    at: (percentile: number) => histogram.getValueAtPercentile(percentile) / MICROSECONDS,
    get most() {
      return histogram.maxValue / MICROSECONDS
    },
    get count() {
      return histogram.totalCount
    }
  }
}
