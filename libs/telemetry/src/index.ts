export { tellBuild } from './build-info.ts'
export { createLogger, type Logger } from './logger.ts'
export { counter, gauge, histogram, renderMetrics, WAIT_SECONDS } from './metrics.ts'
export { startTraces } from './traces.ts'
