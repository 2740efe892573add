import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves the pictures that customers send, as a channel's provider would: `/<hue>.svg`. */
export async function startPictureServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const hue = Number(/^\/(\d{1,3})\.svg$/.exec(request.url ?? '')?.[1] ?? Number.NaN)
    if (Number.isNaN(hue)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': 'image/svg+xml',
      'cache-control': 'max-age=3600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin'
    })
    response.end(pictureOf(hue))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}

/** A landscape in the colours of `hue`. */
const pictureOf = (
  hue: number
) => `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 60% 62%)"/><stop offset="1" stop-color="hsl(${hue + 40} 70% 86%)"/></linearGradient></defs>
<rect width="640" height="480" fill="url(#sky)"/><circle cx="${120 + hue}" cy="130" r="52" fill="hsl(${hue + 40} 90% 94%)"/>
<path d="M0 360 L150 220 L280 340 L420 190 L640 370 V480 H0Z" fill="hsl(${hue} 30% 42%)"/>
<path d="M0 410 Q160 350 330 400 T640 390 V480 H0Z" fill="hsl(${hue + 20} 35% 28%)"/></svg>`
