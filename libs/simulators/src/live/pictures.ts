import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'

/** Serves the pictures that customers send at `/<hue>.png`, as a channel's provider would. */
export async function startPictureServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const hue = Number(/^\/(\d{1,3})\.png$/.exec(request.url ?? '')?.[1] ?? Number.NaN)
    if (Number.isNaN(hue)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': 'image/png',
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

const WIDTH = 320
const HEIGHT = 240

/** A landscape in shades of `hue`, as PNG: a sun above two ranges of hills. */
function pictureOf(hue: number): Buffer {
  const lines = Array.from({ length: HEIGHT }, (_, y) => [
    0,
    ...Array.from({ length: WIDTH }, (_, x) => pixel(x, y, hue)).flat()
  ])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  // eight bits each of red, green and blue
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0))
  ])
}

function pixel(x: number, y: number, hue: number): number[] {
  if (y > 205 + 12 * Math.sin(x / 45 + hue)) return color(hue + 20, 0.35, 0.28)
  if (y > 160 + 35 * Math.sin(x / 38 + hue / 9)) return color(hue, 0.3, 0.42)
  if (Math.hypot(x - 60 - hue / 2, y - 65) < 26) return color(hue + 40, 0.9, 0.94)
  return color(hue, 0.6, 0.62 + y / 1000)
}

/** Converts hue (degrees), saturation and lightness (0 to 1) to red, green and blue. */
function color(hue: number, saturation: number, lightness: number): number[] {
  const part = (offset: number) => {
    const k = (offset + hue / 30) % 12
    const share = saturation * Math.min(lightness, 1 - lightness)
    return Math.round(255 * (lightness - share * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [part(0), part(8), part(4)]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
