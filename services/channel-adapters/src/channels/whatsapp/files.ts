import type { ChannelAccount } from '@inbox/contracts'
import { ForbiddenAddress, type OutboundClient } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import { z } from 'zod'
import type { Ingest } from '../../outbound/ingest.ts'
import type { MetaFile, ReceivedContent } from './channel-event.ts'
import { lenient, number, text } from './lenient.ts'
import { notShown } from './received-content.ts'
import { apiOf } from './settings.ts'

interface Dependencies {
  client: Pick<OutboundClient, 'call' | 'open'>
  ingest: Pick<Ingest, 'upload'>
}

const FETCHED_WITHIN_MS = 20_000
const TRIES = 3
/** After that, show the message without its file: better than keeping the customer waiting. */
const TIMEOUT_MS = 120_000

const place = z.object({ url: z.url(), mime_type: lenient(text), file_size: lenient(number) })
/** No retry can fix it. */
class Unavailable extends Error {}

/**
 * Uploads a file that Meta holds for some days to media: its id leads to an address valid for minutes, and that to the
 * bytes. If the file is unavailable, or not available two minutes after it was sent, a message in its place says so;
 * until then, failures throw Retryable.
 */
export const createFetchFile =
  ({ client, ingest }: Dependencies) =>
  async (
    account: ChannelAccount,
    file: MetaFile,
    ageMs: number
  ): Promise<Extract<ReceivedContent, { content: unknown }>['content']> => {
    const api = apiOf(account.settings)
    const signal = AbortSignal.timeout(FETCHED_WITHIN_MS)
    const fetchOnce = async () => {
      if (!api) throw new Unavailable('the channel has no access token')
      const headers = { authorization: `Bearer ${api.accessToken}` }
      const asked = { method: 'GET', headers, signal } as const
      const url = `${api.base}/${encodeURIComponent(file.id)}?phone_number_id=${api.phoneNumberId}`
      const { url: at, mime_type, file_size } = placeIn(await client.call({ ...asked, url }))
      const answer = await client.open({ ...asked, url: at })
      if (answer.statusCode !== 200) {
        answer.destroy()
        throw failure(answer.statusCode ?? 0)
      }
      const size = file_size ?? (Number(answer.headers['content-length']) || undefined)
      const mimeType = mime_type ?? file.mimeType ?? 'application/octet-stream'
      const bytes = { content: answer, mimeType, ...(size !== undefined && { size }) }
      const kept = await ingest.upload(account.id, { bytes, name: file.name })
      if (!kept.ok)
        throw kept.error.code === 'too-many-requests'
          ? new Retryable(kept.error.detail)
          : new Unavailable(kept.error.detail)
      return kept.value
    }
    try {
      const { id: mediaId, mimeType } = await repeated(fetchOnce)
      const { type, name, caption } = file
      return { type, mediaId, mimeType, ...(name !== undefined && { name }), ...(caption !== undefined && { caption }) }
    } catch (error) {
      const isLost = error instanceof Unavailable || error instanceof ForbiddenAddress
      if (!isLost && ageMs < TIMEOUT_MS)
        throw new Retryable(`could not fetch a file from WhatsApp: ${(error as Error).message}`)
      return missing(file, (error as Error).message)
    }
  }

async function repeated<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0 || error instanceof Unavailable || error instanceof ForbiddenAddress) throw error
    }
  }
}

function placeIn({ status, text: body }: { status: number; text: string }) {
  if (status !== 200) throw failure(status)
  try {
    return place.parse(JSON.parse(body))
  } catch {
    throw new Error("Meta did not return the file's URL")
  }
}

const failure = (status: number) =>
  [400, 403, 404, 410].includes(status)
    ? new Unavailable(`Meta responded with ${status}`)
    : new Error(`Meta responded with ${status}`)

/** The caption is shown even if its file is not. */
function missing({ type, caption }: MetaFile, reason: string) {
  const { content } = notShown(`${type} (${reason})`)
  return caption === undefined
    ? content
    : { type: 'text' as const, text: `${caption}\n\n[${content.type === 'unsupported' ? content.what : type}]` }
}
