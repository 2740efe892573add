import type { IncomingMessage, ServerResponse } from 'node:http'
import { uploadable } from '../checks/media.ts'
import { isError } from '../checks/message.ts'
import { graphError } from '../errors.ts'
import type { Double } from '../state/double.ts'
import { addressOf, keepMedia, LIFE_MS, mediaAt, mediaOf } from '../state/media.ts'
import type { BusinessNumber } from '../state/world.ts'
import type { Answer } from './send.ts'

/** `POST /<number>/media`: a form with `messaging_product`, `file` and perhaps `type`. */
export async function upload(
  { world }: Double,
  { phoneNumberId }: BusinessNumber,
  bytes: Buffer,
  contentType: string
): Promise<Answer> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined)
  if (!form) return { error: graphError(100, 'The body must be multipart/form-data') }
  if (form.get('messaging_product') !== 'whatsapp')
    return { error: graphError(100, 'The parameter messaging_product is required.') }
  const file = form.get('file')
  if (!(file instanceof File)) return { error: graphError(100, 'The parameter file is required.') }
  const mimeType = file.type || String(form.get('type') ?? '')
  const wrong = uploadable(mimeType, file.size)
  if (wrong) return { error: wrong }
  const media = {
    phoneNumberId,
    bytes: Buffer.from(await file.arrayBuffer()),
    mimeType,
    filename: file.name || undefined
  }
  return { body: { id: keepMedia(world, media, LIFE_MS.upload).id } }
}

/** `GET` and `DELETE /<media>`. The address is valid for five minutes. */
export function mediaObject(double: Double, method: string, id: string, numbers: readonly BusinessNumber[]): Answer {
  const { world, base } = double
  const media = mediaOf(
    world,
    id,
    numbers.map(each => each.phoneNumberId)
  )
  if (isError(media)) return { error: media }
  if (method === 'DELETE') {
    world.media.delete(id)
    return { body: { success: true } }
  }
  const { mimeType: mime_type, sha256, bytes } = media
  return {
    body: {
      messaging_product: 'whatsapp',
      url: addressOf(world, base, media),
      mime_type,
      sha256,
      file_size: bytes.length,
      id
    }
  }
}

/** Serves the bytes at such an address to callers with a token of the number. */
export function mediaBytes(double: Double, url: URL, token: string, response: ServerResponse): number {
  const media = mediaAt(double.world, url)
  const number = media && double.world.numbers.get(media.phoneNumberId)
  const fault = media && double.faults.take('media', { phoneNumberId: media.phoneNumberId })
  const status =
    fault && 'http' in fault
      ? fault.http
      : !media
        ? 404
        : number?.accessToken === token && number.tokenState === 'valid'
          ? 200
          : 401
  if (status !== 200 || !media) response.writeHead(status).end()
  else
    response.writeHead(200, { 'content-type': media.mimeType, 'content-length': media.bytes.length }).end(media.bytes)
  return status
}

export const tokenOf = ({ headers }: IncomingMessage, url: URL): string =>
  /^(?:Bearer|OAuth) +(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('access_token') ?? ''
