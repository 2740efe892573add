import type { Operation } from '@inbox/contracts'
import { inSpan } from '@inbox/telemetry'

/** Runs the call of another service's operation in a span; `told` notes how it answered. */
export function inCallSpan<T>(operation: Operation, work: (told: (status: number) => void) => Promise<T>): Promise<T> {
  const method = operation.method.toUpperCase()
  const attributes = {
    'http.request.method': method,
    'url.template': operation.path,
    'server.address': operation.owner
  }
  return inSpan(`${method} ${operation.path}`, { kind: 'client', attributes }, span =>
    work(status => span.note({ 'http.response.status_code': status }))
  )
}
