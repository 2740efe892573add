import { createServer } from 'node:http'
import { openTraces } from '../libs/telemetry/src/open-traces.ts'
import { takeShare } from '../libs/telemetry/src/spans.ts'

// channel-ingest as it is, with a door beside it: by /none or /<share>, the bench says which traces are taken from then on, and is
// told the processor time until then, in µs; by /leave, what was taken before has left when it answers.
const { BENCH_STEERED_AT: port, BENCH_COLLECTOR: collector } = process.env
if (port && collector) {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector
  const traces = openTraces('channel-ingest', 0)
  // the service itself would open them once more
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  createServer(async ({ url = '' }, response) => {
    if (url === '/leave') await traces.flush()
    const { user, system } = process.cpuUsage()
    takeShare(url === '/none' || url === '/leave' ? undefined : Number(url.slice(1)))
    response.end(String(user + system))
  }).listen(Number(port), '127.0.0.1')
}
await import('../services/channel-ingest/src/main.ts')
