import { sendable, voiceNote } from '../checks/media.ts'
import { isError } from '../checks/message.ts'
import type { Fields } from '../checks/rules.ts'
import { sentFileOf } from '../checks/sent-file.ts'
import { type GraphError, graphError } from '../errors.ts'
import type { Double } from '../state/double.ts'
import { mediaOf } from '../state/media.ts'
import type { BusinessNumber } from '../state/world.ts'

/** 100, in the answer: an upload that the number does not have, or no longer has. */
export function lostFile({ world }: Double, { phoneNumberId }: BusinessNumber, body: Fields): GraphError | undefined {
  const { kind, id } = sentFileOf(body) ?? {}
  if (id === undefined || !isError(mediaOf(world, id, [phoneNumberId]))) return undefined
  return graphError(100, `Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`)
}

/** 131053: the file has a type or size that such messages may not have, or is unavailable. [chatwoot#12713] */
export async function unfitFile(
  { world }: Double,
  { phoneNumberId }: BusinessNumber,
  body: Fields
): Promise<GraphError | undefined> {
  const file = sentFileOf(body)
  if (!file) return undefined
  const { kind, id, link, voice } = file
  const unfit = (mimeType: string, bytes: Uint8Array) =>
    sendable(kind, mimeType, bytes.length) ?? (voice ? voiceNote(bytes) : undefined)
  if (link !== undefined) {
    const answer = await fetch(link, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
    if (!answer?.ok)
      return graphError(131053, `Downloading media from weblink failed with http code ${answer?.status ?? 0}`)
    return unfit(answer.headers.get('content-type') ?? '', await answer.bytes())
  }
  const media = mediaOf(world, id!, [phoneNumberId])
  return isError(media) ? graphError(131053, media.details) : unfit(media.mimeType, media.bytes)
}
