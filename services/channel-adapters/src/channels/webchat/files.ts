import { createHmac } from 'node:crypto'
import { type Content, type InboundMessage, uploadVisitorFile } from '@inbox/contracts'
import { addressKey, isSame, type Route, route } from '@inbox/http'
import { acceptedOf, currentOf, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Ingest } from '../../outbound/ingest.ts'
import type { VisitorLimits } from './limits.ts'
import type { Visitor } from './visitor.ts'
import type { VisitorTokens } from './visitor-token.ts'

type Received = InboundMessage['content']

/** Files of visitors, each under a name that only works for whoever uploaded it. */
export interface VisitorFiles {
  nameFor(visitor: Visitor, mediaId: string): string
  /** Converts what a visitor sends, with media's id of a file; rejected if it is neither text nor a file of theirs. */
  contentOf(visitor: Visitor, content: Content): Result<Received, Rejection>
}

export function createVisitorFiles(secrets: string): VisitorFiles {
  const nameBy = (secret: string, { channelId, id }: Visitor, mediaId: string) =>
    `${mediaId}.${createHmac('sha256', secret).update(`file ${channelId} ${id} ${mediaId}`).digest('base64url')}`
  const idOf = (visitor: Visitor, name: string) => {
    const mediaId = name.slice(0, Math.max(0, name.lastIndexOf('.')))
    return acceptedOf(secrets).some(secret => isSame(name, nameBy(secret, visitor, mediaId))) ? mediaId : undefined
  }
  return {
    nameFor: (visitor, mediaId) => nameBy(currentOf(secrets), visitor, mediaId),
    contentOf(visitor, content) {
      if (content.type === 'text') return ok(content)
      if (!('mediaId' in content) || content.mediaId === undefined || content.url !== undefined)
        return reject('not-supported', 'Only text and files uploaded here can be sent')
      const mediaId = idOf(visitor, content.mediaId)
      if (mediaId === undefined) return reject('not-found', 'This visitor has no such file')
      const { type, name, caption, mimeType } = content
      return ok({ type, mediaId, mimeType, ...(name && { name }), ...(caption && { caption }) })
    }
  }
}

interface Dependencies {
  isWebchat: (channelId: string) => boolean
  tokens: Pick<VisitorTokens, 'knownBy'>
  files: Pick<VisitorFiles, 'nameFor'>
  limits: Pick<VisitorLimits, 'mayUpload'>
  ingest: Pick<Ingest, 'upload'>
  /** The most bytes of one file. */
  largest: number
}

/** Uploads are streamed on to media; nothing of them is stored here. */
export const fileRoutes = ({ isWebchat, tokens, files, limits, ingest, largest }: Dependencies): Route[] => [
  route(uploadVisitorFile, async ({ params: { channelId }, query: { name }, request }) => {
    if (!isWebchat(channelId)) return reject('not-found', 'No such web chat')
    const { authorization = '', 'content-length': length, 'content-type': mimeType = '' } = request.headers
    const visitor = await tokens.knownBy(channelId, /^Bearer (\S+)$/i.exec(authorization)?.[1])
    if (!visitor) return reject('unauthenticated', 'The token of a visitor of this web chat is required')
    const size = Number(length)
    if (!(size > 0)) return reject('malformed', 'content-length must be the size of the file in bytes')
    if (size > largest) return reject('too-large', `A file may have at most ${largest} bytes`)
    const allowed = limits.mayUpload(visitor, addressKey(request))
    if (!allowed.ok) return allowed
    const kept = await ingest.upload(channelId, { name, bytes: { content: request, mimeType, size } })
    if (!kept.ok) return kept
    const { id, mimeType: type, name: called, size: bytes } = kept.value
    return ok({ mediaId: files.nameFor(visitor, id), mimeType: type, name: called, size: bytes })
  })
]
