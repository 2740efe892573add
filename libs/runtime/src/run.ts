import { exposeBuild, startTraces } from '@inbox/telemetry'
import { z } from 'zod'
import { readEnvironment } from './environment.ts'

const GRACE_MS = 8000

/** Named as in OpenTelemetry; by default, one in a hundred of the traces that begin here is sampled. */
const tracing = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.01)
} as const

/**
 * The life of a service's process: start, wait for SIGTERM or SIGINT, dispose. `start` imports the service itself, so
 * that failures there end the same way. Exit codes: 0 stopped, 1 failed, 78 bad environment.
 */
export async function run(service: string, start: () => Promise<AsyncDisposable>): Promise<void> {
  process.on('unhandledRejection', error => fail(service, error))
  process.on('uncaughtException', error => fail(service, error))
  try {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = readEnvironment(tracing)
    const traces = await startTraces(service, endpoint, ratio)
    const running = await start()
    exposeBuild(service, process.env)
    const signal = await new Promise<string>(resolve => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name))
    })
    setTimeout(() => fail(service, new Error(`still running ${GRACE_MS} ms after ${signal}`)), GRACE_MS).unref()
    await running[Symbol.asyncDispose]()
    await traces?.[Symbol.asyncDispose]()
    process.exit(0)
  } catch (error) {
    fail(service, error)
  }
}

function fail(service: string, error: unknown): never {
  const bad = error instanceof Error && error.name === 'BadEnvironment'
  const text = error instanceof Error ? (bad ? error.message : error.stack) : String(error)
  process.stderr.write(`${JSON.stringify({ level: 'fatal', service, msg: text, time: new Date().toISOString() })}\n`)
  process.exit(bad ? 78 : 1)
}
