export { buildVersion, exposeBuild } from './build-info.ts'
export { createLogger, type Logger } from './logger.ts'
export { counter, gauge, histogram, renderMetrics, WAIT_SECONDS } from './metrics.ts'
export {
  apart,
  currentTrace,
  inDetail,
  inSpan,
  NOT_TAKEN,
  openSpan,
  type Span,
  type SpanOptions,
  traceHeaders
} from './spans.ts'
export { startTraces } from './traces.ts'
