import type { InboundMessage, postEcho, postEdit, postReaction, postRevocation, postStatus } from '@inbox/contracts'
import type { z } from 'zod'

/** A file held by Meta, and the content that it becomes. */
export interface MetaFile {
  id: string
  type: 'image' | 'video' | 'audio' | 'file' | 'sticker'
  mimeType?: string | undefined
  name?: string | undefined
  caption?: string | undefined
}
type Content = InboundMessage['content']
/** The content of a message; a file still has to be fetched. */
export type ReceivedContent = { content: Content } | { file: MetaFile }

export type Status = Omit<z.input<typeof postStatus.body>, 'messageId' | 'contact'> & {
  /** Meta's id of the message. */
  wamid: string
  /** The id of its delivery, if it was ours and Meta says so. */
  deliveryId?: string | undefined
}

/** One event in a notification; events with the same `line` belong together, in order. */
export type ChannelEvent = { line: string } & (
  | { kind: 'message'; message: Omit<InboundMessage, 'content'>; said: ReceivedContent }
  | { kind: 'echo'; echo: Omit<z.input<typeof postEcho.body>, 'content'>; said: ReceivedContent }
  | { kind: 'edit'; edit: Omit<z.input<typeof postEdit.body>, 'content'>; said: ReceivedContent }
  | { kind: 'reaction'; reaction: z.input<typeof postReaction.body> }
  | { kind: 'revocation'; revocation: z.input<typeof postRevocation.body> }
  | { kind: 'identity'; contactId: string; newId: string }
  | { kind: 'status'; status: Status }
  /** Something was not understood, even if a substitute was reported. */
  | { kind: 'problem'; problem: string }
  /** `notice`: what Meta objects to; an empty one withdraws it. */
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

/** The contents of one change in a notification; `problems`: what could not be read, and is kept raw. */
export interface Translated {
  /** Which number it is about; missing if it concerns the whole account. */
  phoneNumberId?: string | undefined
  events: ChannelEvent[]
  problems: string[]
}
