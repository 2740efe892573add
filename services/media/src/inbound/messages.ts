import { mediaElsewhere, mediaNamed } from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { AskedCopy } from '../domain/copy.ts'
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

/** Files elsewhere that are to be copied: what is asked for is stored, and made from there. */
export const copies = (copy: (asked: AskedCopy) => Promise<void>): Consumer =>
  defineConsumer({ name: 'media.copies', prefetch: 50, handlers: [on(mediaElsewhere, copy)] })
