import { trace } from '@opentelemetry/api'
import { type Logger, pino } from 'pino'
import { loggedError } from './logged-error.ts'

export type { Logger } from 'pino'

/** JSON lines on stdout. ERROR means that somebody must act. */
export const createLogger = (service: string, level = 'info'): Logger =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const span = trace.getActiveSpan()
      return span?.isRecording() ? { traceId: span.spanContext().traceId } : {}
    },
    formatters: { level: label => ({ level: label }) },
    serializers: { err: loggedError },
    redact: [
      'password',
      'apiKey',
      'accessToken',
      'refreshToken',
      '*.password',
      '*.apiKey',
      '*.accessToken',
      '*.refreshToken'
    ]
  })
