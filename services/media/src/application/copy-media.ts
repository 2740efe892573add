import { hash } from 'node:crypto'
import type { Delivery, NewDelivery, Outcome } from '@inbox/delivery'
import type { OutboundClient } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import { type CopyRequest, NoCopy, OF_USE_MS, TRIES } from '../domain/copy.ts'
import { fetchMedia } from '../outbound/fetch-media.ts'
import type { createUpload } from './upload.ts'

/** The copy to make, once per message and address; a server that is away only holds up its own files. */
export const copyOf = (asked: CopyRequest, clock: Clock): NewDelivery<CopyRequest> => {
  const { messageId, url } = asked.data
  const now = clock.now()
  const id = `${messageId}.${hash('sha256', url).slice(0, 16)}`
  const until = new Date(now.getTime() + OF_USE_MS)
  return { id, target: new URL(url).host, line: id, payload: asked, requestedAt: now, until }
}

/** Makes one attempt to copy a file from elsewhere into the store; its receipt is our id of the file. */
export function createCopyMedia(client: Pick<OutboundClient, 'open'>, upload: ReturnType<typeof createUpload>) {
  return async ({ payload, attempts }: Delivery<CopyRequest>, signal: AbortSignal): Promise<Outcome> => {
    const { channelId, url, name, mimeType } = payload.data
    const inVain = (error: unknown): Outcome => {
      if (error instanceof NoCopy) return { kind: 'refused', error: error.reason }
      const again = attempts < TRIES
      return again ? { kind: 'retry', error: (error as Error).message } : { kind: 'refused', error: 'unreachable' }
    }
    const opened = await fetchMedia(client, url, signal).then(
      body => ({ body }),
      (error: unknown) => ({ error })
    )
    if ('error' in opened) return inVain(opened.error)
    const { body } = opened
    const { 'content-length': length, 'content-type': claimedType = mimeType } = body.headers
    try {
      const kept = await upload({
        owner: { kind: 'channel', id: channelId },
        name,
        claimedType,
        body,
        ...(length !== undefined && { length: Number(length) })
      })
      if (kept.ok) return { kind: 'sent', receipt: kept.value.id }
      if (kept.error.code === 'too-large') return { kind: 'refused', error: 'too-large' }
      return { kind: 'retry', error: kept.error.code }
    } catch (error) {
      // if our store is away, that is not the file server's fault
      return body.errored || !body.complete ? inVain(error) : { kind: 'retry', error: (error as Error).message }
    } finally {
      body.destroy()
    }
  }
}
