import { type Content, claimMedia, type MediaOwner, mediaIn, withFacts, withMedia } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import { createClient } from './client.ts'

/** Adds what media knows of the file, and keeps it for another day. Throws Malformed if `owner` did not upload it. */
export type ClaimMedia = <Said extends Content>(content: Said, owner: MediaOwner) => Promise<Said>

export function createClaimMedia(options: { baseUrl: string; service: string; secret: string }): ClaimMedia {
  const client = createClient(options)
  return async <Said extends Content>(content: Said, owner: MediaOwner) => {
    const media = mediaIn(content)
    if (!media) return content
    const claimed = await client.call(claimMedia, { params: { id: media.mediaId }, body: owner })
    if (claimed.ok) return withMedia(content, withFacts(media, claimed.value))
    const message = 'must be a file that you uploaded within the last day'
    const path = content.type === 'template' ? 'body.content.header.mediaId' : 'body.content.mediaId'
    throw new Malformed('No such file', [{ path, message }])
  }
}
