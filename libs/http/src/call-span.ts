import type { Operation } from '@inbox/contracts'
import { inSpan, type Span } from '@inbox/telemetry'

/** Runs a call of another service's operation in a span; `told` records the status of its answer. */
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

/** Records the status that the callee answered with. */
export function noteStatus(span: Span, status: number): void {
  span.note({ 'http.response.status_code': status })
  if (status >= 400) span.fail(String(status))
}
