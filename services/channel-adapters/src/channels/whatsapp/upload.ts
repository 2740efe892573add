import { Readable } from 'node:stream'
import { mediaIn } from '@inbox/contracts'
import type { Outcome } from '@inbox/delivery'
import type { Clock } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { z } from 'zod'
import type { DeliveryRequest } from '../../domain/delivery.ts'
import type { MetaFiles } from '../../store/meta-files.ts'
import type { ChannelContext } from '../channel.ts'
import { outcomeOfError } from './errors.ts'
import { identifier } from './lenient.ts'
import type { Api } from './settings.ts'

interface Dependencies extends Pick<ChannelContext, 'client'> {
  /** Files that Meta has already. */
  files: MetaFiles
  /** Where this process reaches media. */
  mediaUrl: string
  clock: Clock
}
type Upload = (
  api: Api,
  content: DeliveryRequest['content'],
  signal: AbortSignal
) => Promise<{ metaId: string | undefined } | Outcome>

const uploaded = z.object({ id: identifier })
const LATER_MS = 5000

/** Uploads a message's file to Meta, once: Meta keeps it for 30 days. */
export const createUpload =
  ({ client, files, mediaUrl, clock }: Dependencies): Upload =>
  async (api, content, signal) => {
    const file = mediaIn(content)
    if (!file) return { metaId: undefined }
    const known = await files.find(api.phoneNumberId, file.mediaId, clock.now())
    if (known !== undefined) return { metaId: known }
    const { pathname, search } = new URL(file.url ?? '', mediaUrl)
    const source = await fetch(new URL(pathname + search, mediaUrl), { signal })
    const size = Number(source.headers.get('content-length') ?? file.size)
    if (!source.ok || !source.body || !(size > 0)) {
      await source.body?.cancel()
      // a missing file will not reappear
      if (source.status === 404) return { kind: 'refused', error: 'The file of the message no longer exists' }
      return { kind: 'retry', error: `media responded with ${source.status}`, afterMs: LATER_MS }
    }
    const { body, headers } = form(file.mimeType, file.name ?? 'file', Readable.fromWeb(source.body as never), size)
    const url = `${api.base}/${api.phoneNumberId}/media`
    const answer = await client.call({
      method: 'POST',
      url,
      body,
      signal,
      headers: { ...headers, authorization: `Bearer ${api.accessToken}` }
    })
    if (answer.status !== 200) return outcomeOfError(answer)
    const { data } = uploaded.safeParse(JSON.parse(answer.text))
    if (!data) return { kind: 'retry', error: 'Meta did not return an id for the file' }
    await files.remember(api.phoneNumberId, file.mediaId, data.id, clock.now())
    return { metaId: data.id }
  }

/** `multipart/form-data` (RFC 7578) with one file of known size. */
function form(mimeType: string, name: string, file: Readable, size: number) {
  const boundary = `inbox-${newId()}`
  const field = (of: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${of}"\r\n\r\n${value}\r\n`
  const safeName = name.replace(/["\\\r\n]/g, '_')
  const head = Buffer.from(
    `${field('messaging_product', 'whatsapp')}${field('type', mimeType)}--${boundary}\r\n` +
      `Content-Disposition: form-data; name="file"; filename="${safeName}"\r\nContent-Type: ${mimeType}\r\n\r\n`
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  async function* parts() {
    yield head
    yield* file
    yield tail
  }
  return {
    body: Readable.from(parts()),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + size + tail.length)
    }
  }
}
