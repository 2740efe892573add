import { claimMedia, getMedia, uploadMedia } from '@inbox/contracts'
import { type Caller, type MediaAddresses, type OutboundClient, type Route, route } from '@inbox/http'
import { type Clock, ok, reject } from '@inbox/kernel'
import type { createUpload } from '../application/upload.ts'
import type { ByteStore } from '../store/bytes.ts'
import type { Media } from '../store/media.ts'
import { serveMedia } from './serve-media.ts'
import { serveMailPage, servePicture } from './serve-pictures.ts'

interface UseCases {
  upload: ReturnType<typeof createUpload>
  media: Media
  bytes: Pick<ByteStore, 'read'>
  addresses: Pick<MediaAddresses, 'isGood' | 'remoteOf'>
  /** Loads remote content. */
  client: Pick<OutboundClient, 'open'>
  clock: Clock
  unnamedMs: number
}

/** Everything that wakes media over HTTP. */
export const routes = ({ upload, media, bytes, addresses, client, clock, unnamedMs }: UseCases): Route[] => [
  route(uploadMedia, ({ caller, query, request }) => {
    const { 'content-type': claimedType = '', 'content-length': length } = request.headers
    return upload({
      owner: ownerOf(caller),
      name: query.name,
      claimedType,
      length: length === undefined ? undefined : Number(length),
      body: request
    })
  }),
  route(claimMedia, async ({ params, body }) => {
    const facts = await media.claim(params.id, body, new Date(clock.now().getTime() + unnamedMs))
    return facts ? ok(facts) : reject('not-found', 'This owner uploaded no such file')
  }),
  route(getMedia, async ({ params, query, request }) => {
    if (!addresses.isGood({ params, query }, clock.now()))
      return reject('forbidden', 'This address is invalid or has expired; read the message again')
    const facts = await media.get(params.id)
    if (!facts) return reject('not-found', 'No such file, or it no longer exists')
    if (query.remote !== undefined) return servePicture(client, query.remote)
    if ((query.images || query.shown) && facts.mimeType.startsWith('text/html'))
      return serveMailPage(facts, { params, query }, bytes, addresses)
    return serveMedia(facts, query.thumbnail ? 'thumbnail' : query.shown && 'shown', request, bytes)
  })
]

function ownerOf(caller: Caller): { kind: 'user' | 'channel'; id: string } {
  if (caller.kind === 'user' || caller.kind === 'channel') return { kind: caller.kind, id: caller.id }
  throw new TypeError(`a ${caller.kind} cannot upload files`)
}
