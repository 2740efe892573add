import { gauge, renderMetrics } from '@inbox/telemetry'
import type { Express, RequestHandler } from 'express'

/** Serves /livez, and /readyz, which names what is still missing. */
export function serveHealth(app: Express, notReady: () => string[]): void {
  gauge('service_ready', '1 while the service is ready', [], it => it.set(notReady().length === 0 ? 1 : 0))
  app.get('/livez', (_request, response) => void response.json({ status: 'alive' }))
  app.get('/readyz', (_request, response) => {
    const waitingFor = notReady()
    response
      .status(waitingFor.length === 0 ? 200 : 503)
      .json({ status: waitingFor.length === 0 ? 'ready' : 'starting', waitingFor })
  })
}

/** Answers /metrics for Prometheus. */
export const answerMetrics: RequestHandler = async (_request, response) => {
  const { contentType, body } = await renderMetrics()
  response.type(contentType).send(body)
}
