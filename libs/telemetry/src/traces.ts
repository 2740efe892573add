/** Starts tracing if a collector is named; otherwise none of it is loaded. `ratio`: see openTraces. */
export async function startTraces(
  service: string,
  endpoint: string | undefined,
  ratio: number
): Promise<AsyncDisposable | undefined> {
  if (!endpoint) return undefined
  const { openTraces } = await import('./open-traces.ts')
  return openTraces(service, ratio)
}
