import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Receives answers on channels of kind `api`: plays a messenger's adapter, and accepts them all. */
export interface Messenger extends AsyncDisposable {
  callbackUrl: string
}

export async function startMessenger(): Promise<Messenger> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    callbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
