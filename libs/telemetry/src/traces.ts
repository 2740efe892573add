/**
 * Starts OpenTelemetry when a collector is named, and must run before the traced libraries are imported.
 * Without one nothing is loaded: tracing costs a third of the broker's throughput and 55 MB.
 */
export async function startTraces(service: string, endpoint: string | undefined): Promise<AsyncDisposable | undefined> {
  if (!endpoint) return undefined
  const { openTraces } = await import('./open-traces.ts')
  return openTraces(service)
}
