/** A file: previously uploaded, by its id, or at a public URL. */
type Media = ({ mediaId: string } | { url: string; size?: number }) & {
  type: 'image' | 'video' | 'audio' | 'file' | 'sticker'
  mimeType?: string
  name?: string
  caption?: string
}

/** The content of a message, the same for every channel. */
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
  /** The provider's id for the person. */
  id: string
  /** Other identifiers of the provider for them. */
  aliases?: string[]
  name?: string
  email?: string
  phone?: string
  avatarUrl?: string
  attributes?: Record<string, string | number | boolean>
}

/** What a contact wrote. `messageId` is the provider's: repeating one changes nothing. */
export interface InboundMessage {
  messageId: string
  contact: Contact
  /** By the provider's clock, in ISO 8601. */
  sentAt: string
  content: Content
  /** The message it answers, by the provider's id or ours. */
  replyTo?: { messageId: string }
  /** Its topic, if the channel has topics: each topic of a contact is a separate conversation. */
  thread?: { id: string; subject?: string }
  departmentId?: string
  /** Sent to the contact at once if this begins a conversation; `{{referenceNumber}}` becomes the case number. */
  acknowledgement?: string
}

/** What became of an answer; `messageId` is ours or the provider's. */
export interface DeliveryStatus {
  messageId: string
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed'
  at: string
  error?: string
  /** What the provider charges for it; `category` and `model` in the provider's own terms. */
  cost?: { billable: boolean; category?: string; model?: string }
}

/** `warnings`: parts of the message that were left out. */
export interface Accepted {
  id: string
  warnings?: { path: string; message: string }[]
}

/** The result for one message of a batch, in the order in which they were handed over. */
export type BatchResult = (Accepted & { messageId: string }) | { messageId: string | null; error: unknown }

/** What our side answered outside the system, such as on a phone. */
export interface Echo {
  messageId: string
  contact: { id: string }
  content: Content
  sentAt: string
  /** The writer's name. */
  author?: string
}

/** Without `emoji`, the contact removes their last reaction. */
export interface Reaction {
  messageId: string
  contact: { id: string }
  emoji?: string
  at: string
}

/** A contact changed one of their messages. */
export interface Edit {
  messageId: string
  content: Content
  at: string
}

/** A contact deleted one of their messages. */
export interface Revocation {
  messageId: string
  at: string
}

/** Your channel's former and new id for a contact. */
export interface Identity {
  contactId: string
  newId: string
}

/** A web chat visitor has left; `afterMessageId` is the last of their messages that was handed over. */
export interface Departure {
  contact: { id: string }
  at: string
  afterMessageId?: string
}

/** Bytes, and what is known about them. */
export interface Upload {
  bytes: Uint8Array | Blob
  name?: string
  /** As stated by the sender; the actual type is determined from the bytes. */
  mimeType?: string
}

/** A stored file. A message must name it by `id` within a day, or it is deleted. */
export interface Uploaded {
  id: string
  mimeType: string
  name?: string
  size: number
  width?: number
  height?: number
}
