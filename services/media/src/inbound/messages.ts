import { type DataOf, mediaElsewhere, mediaNamed, mediaReleased, messagesErased } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { CopyRequest } from '../domain/copy.ts'
import type { Media } from '../store/media.ts'

/** Messages that name files, which are kept from then on, until the last such message is removed. */
export const namings = (media: Pick<Media, 'name' | 'release'>, clock: Clock): Consumer =>
  defineConsumer({
    name: 'media.namings',
    prefetch: 50,
    handlers: [
      on(mediaNamed, ({ data: { mediaId, messageId, contactId } }) => media.name(mediaId, { messageId, contactId })),
      on(mediaReleased, ({ data: { mediaId, messageId } }) => media.release(mediaId, messageId, clock.now()))
    ]
  })

/** Requests to copy files from elsewhere: stored, then carried out from there. */
export const copies = (copy: (asked: CopyRequest) => Promise<void>): Consumer =>
  defineConsumer({ name: 'media.copies', prefetch: 50, handlers: [on(mediaElsewhere, copy)] })

/** Messages of erased contacts; `message.mediaReleased` reports that their files go. */
export const erasures = (forget: (erased: DataOf<typeof messagesErased>) => Promise<void>): Consumer =>
  defineConsumer({
    name: 'media.erasures',
    prefetch: 5,
    handlers: [on(messagesErased, ({ data }) => forget(data))]
  })
