/** What the frame tells the page around it: nothing about the content of the chat, as the page may be anybody's. */
export type FromFrame =
  | { serviceInbox: 'ready' }
  | { serviceInbox: 'close' }
  | { serviceInbox: 'unread'; count: number }
  /** Whether a chat is in progress, which the next page of the site should show at once. */
  | { serviceInbox: 'chat'; going: boolean }

/** What the page around the frame tells it. */
export type FromPage =
  | { serviceInbox: 'opened' }
  | { serviceInbox: 'closed' }
  | { serviceInbox: 'identify'; visitor: Identity }
  /** The visitor is somebody else from now on. */
  | { serviceInbox: 'forget' }

/** The visitor according to the site. `signature`: HMAC-SHA256 of `id` with the channel's identity key, in hex. */
export interface Identity {
  id: string
  name?: string
  email?: string
  signature: string
}

type Heard = Pick<MessageEvent, 'data' | 'origin' | 'source'>

/** What the loader heard, if it came from our frame and our origin: a frame may be navigated elsewhere. */
export function fromFrame({ data, origin, source }: Heard, frame: unknown, ours: string): FromFrame | undefined {
  if (source !== frame || origin !== ours) return undefined
  switch (data?.serviceInbox) {
    case 'ready':
    case 'close':
      return { serviceInbox: data.serviceInbox }
    case 'unread':
      return Number.isInteger(data.count) && data.count >= 0 ? { serviceInbox: 'unread', count: data.count } : undefined
    case 'chat':
      return { serviceInbox: 'chat', going: data.going === true }
  }
  return undefined
}

/** What the frame heard, if it came from the page around it; `frame-ancestors` decides which pages those can be. */
export function fromPage({ data, source }: Heard, page: unknown): FromPage | undefined {
  if (source !== page) return undefined
  switch (data?.serviceInbox) {
    case 'opened':
    case 'closed':
    case 'forget':
      return { serviceInbox: data.serviceInbox }
    case 'identify': {
      const visitor = identityOf(data.visitor)
      return visitor && { serviceInbox: 'identify', visitor }
    }
  }
  return undefined
}

const LONGEST = 320

/** The fields given of an identity, as texts; undefined if a required one is missing. */
export function identityOf(given: unknown): Identity | undefined {
  const { id, name, email, signature } = Object(given) as Record<string, unknown>
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number') && String(value).trim()
  const [about, proof] = [text(id), text(signature)]
  if (!about || !proof) return undefined
  const visitor: Identity = { id: about, signature: proof }
  const [called, reached] = [text(name), text(email)]
  if (called) visitor.name = called
  if (reached) visitor.email = reached
  return Object.values(visitor).every(value => value.length <= LONGEST) ? visitor : undefined
}
