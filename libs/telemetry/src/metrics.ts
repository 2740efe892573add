import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'

let processMetrics = false

const once = <Metric>(name: string, make: () => Metric): Metric =>
  (register.getSingleMetric(name) as Metric | undefined) ?? make()

/** Counter `name` (ends in `_total`); asking again gives the same one. */
export const counter = (name: string, help: string, labelNames: string[] = []): Counter =>
  once(name, () => new Counter({ name, help, labelNames }))

/** Gauge `name`; `collect` is asked at each scrape. */
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

/** Of what waits for people. */
export const WAIT_SECONDS = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 14_400]

/** Histogram `name` in seconds (ends in `_seconds`). */
export const histogram = (name: string, help: string, labelNames: string[] = [], buckets = SECONDS): Histogram =>
  once(name, () => new Histogram({ name, help, labelNames, buckets }))

interface Rendered {
  contentType: string
  body: string
}

/** Rendering takes some ms of the only thread: in between, others get their turn. */
const REST_MS = 200
let next: Promise<Rendered> | undefined
let rested: Promise<unknown> = Promise.resolve()

/**
 * Everything in Prometheus' text format, with the process's own figures, as they are after the call. All who ask before a
 * rendering begins get the same; there are at most five in a second.
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
