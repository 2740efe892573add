import { createServer } from 'node:http'
import { openTraces } from '../libs/telemetry/src/open-traces.ts'
import { takeShare } from '../libs/telemetry/src/spans.ts'

// The unchanged channel-ingest with an additional control server: with /none or /<share> the bench chooses which traces
// are taken from then on, and gets the processor time used so far, in µs; /leave responds once earlier spans have left.
const { BENCH_STEERED_AT: port, BENCH_COLLECTOR: collector } = process.env
if (port && collector) {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector
  const traces = openTraces('channel-ingest', 0)
  // otherwise the service itself would open them again
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  createServer(async ({ url = '' }, response) => {
    if (url === '/leave') await traces.flush()
    const { user, system } = process.cpuUsage()
    takeShare(url === '/none' || url === '/leave' ? undefined : Number(url.slice(1)))
    response.end(String(user + system))
  }).listen(Number(port), '127.0.0.1')
}
await import('../services/channel-ingest/src/main.ts')
