import { mediaNamed } from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { Media } from '../store/media.ts'

/** Messages that name files, which are kept from then on. */
export const namings = (media: Pick<Media, 'name'>): Consumer =>
  defineConsumer({
    name: 'media.namings',
    prefetch: 50,
    handlers: [
      on(mediaNamed, ({ data: { mediaId, messageId, contactId } }) => media.name(mediaId, { messageId, contactId }))
    ]
  })
