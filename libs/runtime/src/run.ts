import { startTraces, tellBuild } from '@inbox/telemetry'

const GRACE_MS = 8000

/**
 * The life of a service's process: start, wait for SIGTERM or SIGINT, dispose. `start` imports the service itself, so
 * that tracing is in place before the libraries it watches. Exit codes: 0 stopped, 1 failed, 78 bad environment.
 */
export async function run(service: string, start: () => Promise<AsyncDisposable>): Promise<void> {
  process.on('unhandledRejection', error => fail(service, error))
  process.on('uncaughtException', error => fail(service, error))
  try {
    const traces = await startTraces(service, process.env.OTEL_EXPORTER_OTLP_ENDPOINT)
    const running = await start()
    tellBuild(service, process.env)
    const signal = await new Promise<string>(resolve => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name))
    })
    setTimeout(() => fail(service, new Error(`not stopped ${GRACE_MS} ms after ${signal}`)), GRACE_MS).unref()
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
