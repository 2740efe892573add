import type { InboundMessage, postEcho, postEdit, postReaction, postRevocation, postStatus } from '@inbox/contracts'
import type { z } from 'zod'

/** A file that Meta holds, and the content that it becomes. */
export interface MetaFile {
  id: string
  type: 'image' | 'video' | 'audio' | 'file' | 'sticker'
  mimeType?: string | undefined
  name?: string | undefined
  caption?: string | undefined
}
type Content = InboundMessage['content']
/** What a message says; a file must be fetched first. */
export type ReceivedContent = { content: Content } | { file: MetaFile }

export type Status = Omit<z.input<typeof postStatus.body>, 'messageId' | 'contact'> & {
  /** What Meta calls the message. */
  wamid: string
  /** The delivery that it was, if it was ours and Meta says so. */
  deliveryId?: string | undefined
}

/** One thing that a notification tells; `line`: what belongs together, in order. */
export type ChannelEvent = { line: string } & (
  | { kind: 'message'; message: Omit<InboundMessage, 'content'>; said: ReceivedContent }
  | { kind: 'echo'; echo: Omit<z.input<typeof postEcho.body>, 'content'>; said: ReceivedContent }
  | { kind: 'edit'; edit: Omit<z.input<typeof postEdit.body>, 'content'>; said: ReceivedContent }
  | { kind: 'reaction'; reaction: z.input<typeof postReaction.body> }
  | { kind: 'revocation'; revocation: z.input<typeof postRevocation.body> }
  | { kind: 'identity'; contactId: string; newId: string }
  | { kind: 'status'; status: Status }
  /** Something was not understood, although something else was told in its place. */
  | { kind: 'problem'; problem: string }
  /** `notice`: what Meta holds against it; an empty one is taken back. */
  | { kind: 'account'; account: { startsPerDay?: number | 'unlimited'; notice?: string } }
  | {
      kind: 'template'
      template: {
        name: string
        language: string
        id?: string | undefined
        status?: string
        category?: string
        quality?: string
        reason?: string
      }
    }
)

/** What one change of a notification tells; `problems`: what of it nobody could read, which is kept as it came. */
export interface Translated {
  /** Which number it is about; missing for what concerns the whole account. */
  phoneNumberId?: string | undefined
  events: ChannelEvent[]
  problems: string[]
}
