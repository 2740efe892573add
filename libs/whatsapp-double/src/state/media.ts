import { createHash, createHmac, randomBytes } from 'node:crypto'
import { type GraphError, graphError } from '../errors.ts'
import { type Media, newNumericId, type World } from './world.ts'

const DAY_MS = 86_400_000
/** [Meta: business-phone-numbers/media, 16 Jun 2026] */
export const LIFE_MS = { upload: 30 * DAY_MS, received: 7 * DAY_MS, address: 5 * 60_000 } as const

const ADDRESS_KEY = randomBytes(32)
const seal = (id: string, until: number) =>
  createHmac('sha256', ADDRESS_KEY).update(`${id} ${until}`).digest('base64url')

export interface NewMedia {
  phoneNumberId: string
  bytes: Buffer
  mimeType: string
  filename?: string | undefined
}

export function keepMedia(world: World, media: NewMedia, lifeMs: number): Media {
  const sha256 = createHash('sha256').update(media.bytes).digest('hex')
  const kept = { ...media, id: newNumericId(), sha256, expiresAt: world.clock.now() + lifeMs }
  world.media.set(kept.id, kept)
  return kept
}

/** 100 if it does not exist, is not theirs, or has expired. */
export function mediaOf(world: World, id: string, phoneNumberIds: readonly string[]): Media | GraphError {
  const media = world.media.get(id)
  if (media && media.expiresAt <= world.clock.now()) world.media.delete(id)
  else if (media && phoneNumberIds.includes(media.phoneNumberId)) return media
  return graphError(
    100,
    `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  )
}

/** The address of the bytes, valid for five minutes. */
export function addressOf(world: World, base: string, { id }: Media): string {
  const until = world.clock.now() + LIFE_MS.address
  return `${base}/whatsapp_business/attachments/?mid=${id}&ext=${until}&hash=${seal(id, until)}`
}

/** The media at such an address, while it is valid. */
export function mediaAt(world: World, { searchParams }: URL): Media | undefined {
  const [id, until] = [searchParams.get('mid') ?? '', Number(searchParams.get('ext'))]
  const isValid = searchParams.get('hash') === seal(id, until) && until > world.clock.now()
  return isValid ? world.media.get(id) : undefined
}

/** A file in webhook format, which includes the address. [facts on message types] */
export const mediaPart = (world: World, base: string, media: Media, more: Record<string, unknown>) => ({
  ...more,
  ...(media.filename !== undefined && { filename: media.filename }),
  mime_type: media.mimeType,
  sha256: Buffer.from(media.sha256, 'hex').toString('base64'),
  id: media.id,
  url: addressOf(world, base, media)
})
