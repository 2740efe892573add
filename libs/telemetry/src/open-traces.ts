import { randomUUID } from 'node:crypto'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { buildVersion } from './build-info.ts'
import { takeShare } from './spans.ts'

const LAST_SPANS_MS = 2000

/**
 * Samples `ratio` (0 to 1) of the traces that begin here and, unless it is 0, at least one every ten seconds for each
 * name; for traces begun elsewhere, their beginning decides. They go to the collector that OTEL_EXPORTER_OTLP_ENDPOINT
 * names; disposing waits at most 2 s for the last ones.
 */
export function openTraces(
  service: string,
  ratio: number,
  exporter: SpanExporter = new OTLPTraceExporter()
): AsyncDisposable & { flush(): Promise<void> } {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'service-inbox',
      'service.name': service,
      'service.version': buildVersion(),
      // otherwise several processes of a service could not be told apart
      'service.instance.id': randomUUID()
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter })]
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  takeShare(ratio)
  return {
    flush: () => provider.forceFlush(),
    async [Symbol.asyncDispose]() {
      takeShare(undefined)
      const patience = new Promise(resolve => setTimeout(resolve, LAST_SPANS_MS).unref())
      await Promise.race([provider.shutdown().catch(() => undefined), patience])
      for (const api of [trace, propagation, context]) api.disable()
    }
  }
}
