import { mediaReleased } from '@inbox/contracts'
import type { Broker, Origin } from '@inbox/messaging'
import { releasesOf } from './events.ts'

/** A stored message, as far as it names files. */
type Naming = { _id: string } & Omit<Parameters<typeof releasesOf>[0], 'id'>

/** Tells that the files of these messages are no longer needed for them; resolves once the broker holds it all. */
export async function publishReleases(
  broker: Pick<Broker, 'publish'>,
  messages: readonly Naming[],
  origin: Origin,
  now: Date
): Promise<void> {
  const releases = messages.flatMap(message => releasesOf({ ...message, id: message._id }, origin, now))
  await Promise.all(releases.map(each => broker.publish(mediaReleased, each)))
}
