/** A file: one that was uploaded before, by its id, or one at a public address. */
type Media = ({ mediaId: string } | { url: string; size?: number }) & {
  type: 'image' | 'video' | 'audio' | 'file' | 'sticker'
  mimeType?: string
  name?: string
  caption?: string
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

/** A person, as the provider knows them. */
export interface Contact {
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

/** What a contact wrote. `messageId` is the provider's: the same one again changes nothing. */
export interface InboundMessage {
  messageId: string
  contact: Contact
  /** By the provider's clock, in ISO 8601. */
  sentAt: string
  content: Content
  /** Which message it answers, by the provider's id or ours. */
  replyTo?: { messageId: string }
  /** What it is about, where the channel has topics: each of a contact's is a conversation of its own. */
  thread?: { id: string; subject?: string }
  departmentId?: string
  /** What the contact is told at once if a conversation begins with it; `{{referenceNumber}}` becomes the case number. */
  acknowledgement?: string
}

/** What became of an answer; `messageId` is ours or the provider's. */
export interface DeliveryStatus {
  messageId: string
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed'
  at: string
  error?: string
  /** What the provider charges for it: `category` and `model` in its own words. */
  cost?: { billable: boolean; category?: string; model?: string }
}

/** `warnings`: what of a message was left out. */
export interface Accepted {
  id: string
  warnings?: { path: string; message: string }[]
}

/** Of one message of a batch, in the order in which they were handed over. */
export type BatchResult = (Accepted & { messageId: string }) | { messageId: string | null; error: unknown }

/** What our side answered elsewhere, such as on a phone. */
export interface Echo {
  messageId: string
  contact: { id: string }
  content: Content
  sentAt: string
  /** The name of who wrote it. */
  author?: string
}

/** Without `emoji` a contact takes their last one back. */
export interface Reaction {
  messageId: string
  contact: { id: string }
  emoji?: string
  at: string
}

/** A contact changed a message of theirs. */
export interface Edit {
  messageId: string
  content: Content
  at: string
}

/** A contact deleted a message of theirs. */
export interface Revocation {
  messageId: string
  at: string
}

/** What your channel called a contact, and what it calls them now. */
export interface Identity {
  contactId: string
  newId: string
}

/** A visitor of a web chat has left; `afterMessageId`: the last message of theirs that was handed over. */
export interface Departure {
  contact: { id: string }
  at: string
  afterMessageId?: string
}

/** Bytes, with what is known of them. */
export interface Upload {
  bytes: Uint8Array | Blob
  name?: string
  /** As the sender says; what it is, is judged by the bytes. */
  mimeType?: string
}

/** A file as it is kept. A message names it by `id` within a day, or it goes again. */
export interface Uploaded {
  id: string
  mimeType: string
  name?: string
  size: number
  width?: number
  height?: number
}
