import { type GraphError, graphError } from '../errors.ts'

export type MediaKind = 'image' | 'sticker' | 'video' | 'audio' | 'document'

const MB = 1024 * 1024
const office = 'application/vnd.openxmlformats-officedocument'

/** Types and sizes. [VTEX: supported media sending WhatsApp Cloud] */
const limits: Record<MediaKind, { types: readonly string[]; bytes: number }> = {
  image: { types: ['image/jpeg', 'image/png'], bytes: 5 * MB },
  // for animated stickers; static ones may have 100 KB [VTEX]
  sticker: { types: ['image/webp'], bytes: 500 * 1024 },
  video: { types: ['video/mp4', 'video/3gpp'], bytes: 16 * MB },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], bytes: 16 * MB },
  document: {
    types: [
      ...['text/plain', 'application/pdf', 'application/msword', 'application/vnd.ms-excel'],
      ...['application/vnd.ms-powerpoint', `${office}.wordprocessingml.document`],
      ...[`${office}.spreadsheetml.sheet`, `${office}.presentationml.presentation`]
    ],
    bytes: 100 * MB
  }
}

export const isMediaKind = (type: string): type is MediaKind => Object.hasOwn(limits, type)

/** Without parameters, in lower case: media types are case-insensitive. [fazer-ai/chatwoot#520] */
const bare = (mimeType: string): string => mimeType.split(';', 1)[0]!.trim().toLowerCase()

/** Ogg is accepted only with the codec opus. [VTEX] */
const isOtherOgg = (mimeType: string): boolean => {
  const codecs = /codecs\s*=\s*"?([^";]*)/i.exec(mimeType)?.[1]?.trim().toLowerCase()
  return bare(mimeType) === 'audio/ogg' && codecs !== undefined && codecs !== 'opus'
}

/** For an upload: whether any kind of message could carry it. */
export function uploadable(mimeType: string, bytes: number): GraphError | undefined {
  const kinds = Object.values(limits).filter(({ types }) => types.includes(bare(mimeType)))
  if (kinds.length === 0 || isOtherOgg(mimeType)) {
    const types = Object.values(limits).flatMap(each => each.types)
    return graphError(
      100,
      `Param file must be a file with one of the following types: ${types.join(', ')}. Received file of type '${mimeType}'.`
    )
  }
  const most = Math.max(...kinds.map(each => each.bytes))
  return bytes > most ? graphError(100, `Param file must be at most ${most} bytes, not ${bytes}`) : undefined
}

/** For a message: whether such a file can be sent as `kind`. 131053: media upload error [chatwoot#12713] */
export function sendable(kind: MediaKind, mimeType: string, bytes: number): GraphError | undefined {
  const { types, bytes: most } = limits[kind]
  if (!types.includes(bare(mimeType)) || isOtherOgg(mimeType))
    return graphError(
      131053,
      `Unsupported ${kind[0]!.toUpperCase()}${kind.slice(1)} mime type ${mimeType}. Please use one of ${types.join(', ')}.`
    )
  return bytes > most ? graphError(131053, `The file is ${bytes} bytes; a ${kind} may have ${most}`) : undefined
}

/** For a voice note: whether its first page says Opus in Ogg. [Meta: messages/audio-messages, 21 May 2026] */
export function voiceNote(bytes: Uint8Array): GraphError | undefined {
  const [page, codec] = [bytes.subarray(0, 4), bytes.subarray(28, 36)].map(part => Buffer.from(part).toString('latin1'))
  if (page === 'OggS' && codec === 'OpusHead') return undefined
  return graphError(131053, 'A voice message must be an .ogg file encoded with the OPUS codec')
}
