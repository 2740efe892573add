interface Media {
  type: 'image' | 'video' | 'audio' | 'file' | 'sticker'
  url: string
  mimeType?: string
  name?: string
  caption?: string
  size?: number
}

/** What a message says, the same for every channel. */
export type Content =
  | { type: 'text'; text: string }
  | Media
  | { type: 'location'; latitude: number; longitude: number; name?: string }
  | { type: 'contactCard'; name: string; phones?: string[]; emails?: string[]; organization?: string }
  | { type: 'interactive'; title: string; id?: string; description?: string }
  | {
      type: 'order'
      items: { id: string; name?: string; quantity: number; price?: number }[]
      text?: string
      currency: string
    }
  | { type: 'unsupported'; what: string }

/** What a contact wrote. `messageId` is the provider's: the same one again changes nothing. */
export interface InboundMessage {
  messageId: string
  contact: {
    /** What the provider calls the person. */
    id: string
    /** What else it calls them. */
    aliases?: string[]
    name?: string
    email?: string
    phone?: string
    avatarUrl?: string
    attributes?: Record<string, string | number | boolean>
  }
  /** By the provider's clock, in ISO 8601. */
  sentAt: string
  content: Content
  /** What it is about, where the channel has topics: each of a contact's is a conversation of its own. */
  thread?: { id: string; subject?: string }
  departmentId?: string
}

/** What became of an answer; `messageId` is ours or the provider's. */
export interface DeliveryStatus {
  messageId: string
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed'
  at: string
  error?: string
}

/** `warnings`: what of a message was left out. */
export interface Accepted {
  id: string
  warnings?: { path: string; message: string }[]
}
