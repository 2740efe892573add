import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PushSubscription } from '@inbox/contracts'
import { importJWK, jwtVerify } from 'jose'

/** A notification as decrypted by the browser it was for. */
export interface Notified {
  browser: string
  payload: unknown
  headers: IncomingHttpHeaders
  /** The proven sender. */
  sentBy: { publicKey: string; subject: string | undefined }
}

/** A browser's half of the encryption (RFC 8291). */
interface Browser {
  subscription: PushSubscription
  /** The public key of who may notify it; anybody may if it is missing. */
  knows?: string | undefined
  decrypt(body: Buffer): string
}

const raw = (bytes: ArrayBuffer) => Buffer.from(bytes)

function newBrowser(endpoint: string): Browser {
  const key = createECDH('prime256v1')
  key.generateKeys()
  const auth = randomBytes(16)
  const keys = { p256dh: key.getPublicKey('base64url'), auth: auth.toString('base64url') }
  return {
    subscription: { endpoint, keys },
    decrypt(body) {
      const [salt, length] = [body.subarray(0, 16), body[20]!]
      const theirs = body.subarray(21, 21 + length)
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), theirs])
      const secret = raw(hkdfSync('sha256', key.computeSecret(theirs), auth, info, 32))
      const cek = raw(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16))
      const nonce = raw(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12))
      const sealed = body.subarray(21 + length)
      const decipher = createDecipheriv('aes-128-gcm', cek, nonce)
      decipher.setAuthTag(sealed.subarray(-16))
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
      // padding ends with a delimiter
      return plain.subarray(0, plain.lastIndexOf(2)).toString()
    }
  }
}

/** The sender, proven by VAPID (RFC 8292); throws if the proof fails. */
async function senderOf(authorization: string, audience: string): Promise<Notified['sentBy']> {
  const [, token, publicKey] = /^vapid t=([^,]+), ?k=([\w-]+)$/.exec(authorization) ?? []
  const point = Buffer.from(publicKey ?? '', 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(each => each.toString('base64url'))
  const key = await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256')
  const { payload } = await jwtVerify(token ?? '', key, { audience, algorithms: ['ES256'] })
  if ((payload.exp ?? Number.POSITIVE_INFINITY) > Date.now() / 1000 + 86_400) throw new Error('good for too long')
  return { publicKey: publicKey!, subject: payload.sub }
}

/** A browser vendor's push service: accepts valid requests and has the browser read them. */
export async function startPushService() {
  const browsers = new Map<string, Browser>()
  const notified: Notified[] = []
  const refused: unknown[] = []
  const gone = new Set<string>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const browser = request.url!.slice(1)
    try {
      const sentBy = await senderOf(request.headers.authorization ?? '', origin)
      if (gone.has(browser)) return void response.writeHead(410).end()
      const { knows = sentBy.publicKey } = browsers.get(browser)!
      if (knows !== sentBy.publicKey) return void response.writeHead(403).end()
      const payload = JSON.parse(browsers.get(browser)!.decrypt(Buffer.concat(chunks)))
      notified.push({ browser, payload, headers: request.headers, sentBy })
      response.writeHead(201).end()
    } catch (error) {
      refused.push(error)
      response.writeHead(400).end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    notified,
    refused,
    /** Opens a browser that wants notifications; with `knows` only from the owner of that key. */
    open(name: string, knows?: string): PushSubscription {
      const browser = newBrowser(`${origin}/${name}`)
      browsers.set(name, { ...browser, knows })
      return browser.subscription
    },
    /** The browser no longer wants notifications. */
    close: (name: string) => void gone.add(name),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}
