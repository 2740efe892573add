export { createLogger, type Logger } from './logger.ts'
export { counter, gauge, histogram, renderMetrics } from './metrics.ts'
export { startTraces } from './traces.ts'
