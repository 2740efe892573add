import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'

let processMetrics = false

const once = <Metric>(name: string, make: () => Metric): Metric =>
  (register.getSingleMetric(name) as Metric | undefined) ?? make()

/** The counter `name` (must end in `_total`); repeated calls return the same one. */
export const counter = (name: string, help: string, labelNames: string[] = []): Counter =>
  once(name, () => new Counter({ name, help, labelNames }))

/** The gauge `name`; `collect` is called at each scrape. */
export const gauge = (
  name: string,
  help: string,
  labelNames: string[] = [],
  collect?: (gauge: Gauge) => unknown
): Gauge =>
  once(
    name,
    () =>
      new Gauge({
        name,
        help,
        labelNames,
        ...(collect && {
          async collect(this: Gauge) {
            await collect(this)
          }
        })
      })
  )

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Buckets for things that wait for people. */
export const WAIT_SECONDS = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 14_400]

/** The histogram `name` in seconds (must end in `_seconds`). */
export const histogram = (name: string, help: string, labelNames: string[] = [], buckets = SECONDS): Histogram =>
  once(name, () => new Histogram({ name, help, labelNames, buckets }))

interface Rendered {
  contentType: string
  body: string
}

/** Rendering blocks our only thread for some ms, so others get their turn in between. */
const REST_MS = 200
let next: Promise<Rendered> | undefined
let rested: Promise<unknown> = Promise.resolve()

/**
 * All metrics in Prometheus' text format, including the process's own, as of some time after the call. Callers who ask
 * before a rendering begins share it; there are at most five per second.
 */
export function renderMetrics(): Promise<Rendered> {
  next ??= rested.then(() => {
    next = undefined
    const rendering = render()
    rested = rendering.catch(() => undefined).then(() => sleep(REST_MS, undefined, { ref: false }))
    return rendering
  })
  return next
}

async function render(): Promise<Rendered> {
  if (!processMetrics) collectDefaultMetrics()
  processMetrics = true
  return { contentType: register.contentType, body: await register.metrics() }
}
