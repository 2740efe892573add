import type { Operation } from '@inbox/contracts'
import { inSpan, type Span } from '@inbox/telemetry'

/** Runs the call of another service's operation in a span; `told` notes how it answered. */
export function inCallSpan<T>(operation: Operation, work: (told: (status: number) => void) => Promise<T>): Promise<T> {
  const method = operation.method.toUpperCase()
  const attributes = {
    'http.request.method': method,
    'url.template': operation.path,
    'server.address': operation.owner
  }
  return inSpan(`${method} ${operation.path}`, { kind: 'client', attributes }, span =>
    work(status => noteStatus(span, status))
  )
}

/** How what was called has answered. */
export function noteStatus(span: Span, status: number): void {
  span.note({ 'http.response.status_code': status })
  if (status >= 400) span.fail(String(status))
}
