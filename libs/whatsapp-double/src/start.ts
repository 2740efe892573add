import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, isFromHere, serve } from '@inbox/double-pages'
import { createClient, type DoubleClient } from './client.ts'
import { answerControl } from './control/control.ts'
import { answerGraph } from './graph/graph.ts'
import { createDouble, type Double } from './state/double.ts'

export interface WhatsAppDouble extends AsyncDisposable {
  /** For `baseUrl` of a channel. */
  url: string
  /** For scripting it. */
  client: DoubleClient
  /** For serving the control API at another address as well. */
  double: Double
}

/** Starts a double of the Cloud API, for local programs only; `port` defaults to any free one. */
export async function startWhatsAppDouble({ port = 0 } = {}): Promise<WhatsAppDouble> {
  const double = createDouble()
  const served = await serve((request, response) => {
    answer(double, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else if (error instanceof RangeError) answerJson(response, 413, { error: error.message })
      else answerJson(response, 500, { error: String(error) })
    })
  }, port)
  double.base = served.url
  return {
    url: served.url,
    client: createClient(served.url),
    double,
    async [Symbol.asyncDispose]() {
      double.world.clock.stop()
      await served[Symbol.asyncDispose]()
    }
  }
}

async function answer(double: Double, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', double.base)
  const [, prefix] = url.pathname.split('/')
  if (prefix !== 'control') return answerGraph(double, request, response, url)
  if (!isFromHere(request)) return answerJson(response, 403, { error: 'For programs of this machine only' })
  await answerControl(double, request, response, url.pathname.slice('/control'.length))
}
