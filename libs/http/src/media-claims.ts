import { type Content, claimMedia, type MediaOwner, mediaIn, withFacts } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import { createClient } from './client.ts'

/** Content with what media knows of its file, which is kept for another day. Throws Malformed for what `owner` has not uploaded. */
export type ClaimMedia = <Said extends Content>(content: Said, owner: MediaOwner) => Promise<Said>

export function createClaimMedia(options: { baseUrl: string; service: string; secret: string }): ClaimMedia {
  const client = createClient(options)
  return async <Said extends Content>(content: Said, owner: MediaOwner) => {
    const media = mediaIn(content)
    if (!media) return content
    const claimed = await client.call(claimMedia, { params: { id: media.mediaId }, body: owner })
    if (claimed.ok) return withFacts(media, claimed.value) as Said
    const message = 'is no file that you have uploaded within the last day'
    throw new Malformed('No such file', [{ path: 'body.content.mediaId', message }])
  }
}
