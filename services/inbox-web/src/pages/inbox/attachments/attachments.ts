import type { Capabilities, MediaContent, MediaFacts } from '@inbox/contracts'
import { createStore, type Store } from '../../../state/store.ts'
import { kindFor } from './kind-for.ts'

/** A file on its way to the server; once uploaded it is sent off and removed here. */
export interface Attachment {
  id: number
  conversationId: string
  agentId: string
  file: File
  /** The share uploaded, 0 to 1. */
  progress: number
  failed?: unknown
  /** Set once it is uploaded and waits to leave with what is being written. */
  media?: MediaContent
}

/** The channel does not carry this type of file, or none this large. */
export class NotCarried extends Error {}

export interface AttachmentNeeds {
  upload(
    file: File,
    options: { onProgress: (share: number) => void; signal: AbortSignal }
  ): Promise<Pick<MediaFacts, 'id' | 'mimeType' | 'name' | 'size'>>
  sendOff(to: Pick<Attachment, 'conversationId' | 'agentId'>, media: MediaContent): void
}

export interface Attachments {
  all: Store<readonly Attachment[]>
  /** `together`: once uploaded they wait, to leave in one mail with the text. */
  add(
    to: Pick<Attachment, 'conversationId' | 'agentId'>,
    files: readonly File[],
    can: Capabilities['media'],
    together?: boolean
  ): void
  /** Puts back files that were already uploaded; they wait, to leave in one mail with the text. */
  putBack(to: Pick<Attachment, 'conversationId' | 'agentId'>, files: readonly MediaContent[]): void
  /** Removes and returns the uploaded files of a conversation, which leave now. */
  take(conversationId: string): MediaContent[]
  retry(id: number): void
  /** Works even during its upload. */
  remove(id: number): void
}

/** Uploads what agents attach, one file at a time per conversation, so that files arrive in the order chosen. */
export function createAttachments({ upload, sendOff }: AttachmentNeeds): Attachments {
  const all = createStore<readonly Attachment[]>([])
  const carried = new Map<number, Capabilities['media']>()
  const waiting = new Set<number>()
  const underWay = new Map<number, AbortController>()
  let made = 0

  const change = (id: number, to: Partial<Attachment>) =>
    all.set(all.get().map(each => (each.id === id ? { ...each, ...to } : each)))
  const remove = (id: number) => {
    all.set(all.get().filter(each => each.id !== id))
    underWay.get(id)?.abort()
    carried.delete(id)
    waiting.delete(id)
  }

  const uploadOne = async (attachment: Attachment) => {
    const { id, file } = attachment
    const stop = new AbortController()
    underWay.set(id, stop)
    try {
      const can = carried.get(id) ?? {}
      // fail before a pointless upload
      if (!kindFor({ mimeType: file.type, size: file.size }, can)) throw new NotCarried()
      const { signal } = stop
      const facts = await upload(file, { signal, onProgress: progress => change(id, { progress }) })
      const type = kindFor(facts, can)
      if (!type) throw new NotCarried()
      if (signal.aborted) return
      const { id: mediaId, ...known } = facts
      const name = known.name ?? file.name
      const media = { type, mediaId, mimeType: known.mimeType, size: known.size, name }
      if (waiting.has(id)) return change(id, { media, progress: 1 })
      sendOff(attachment, media)
      remove(id)
    } catch (failed) {
      change(id, { failed, progress: 0 })
    } finally {
      underWay.delete(id)
    }
  }

  const busy = new Set<string>()
  const uploadAll = async (conversationId: string) => {
    if (busy.has(conversationId)) return
    busy.add(conversationId)
    const isLeft = ({ conversationId: of, failed, media }: Attachment) =>
      of === conversationId && failed === undefined && media === undefined
    const next = () => all.get().find(isLeft)
    for (let attachment = next(); attachment; attachment = next()) await uploadOne(attachment)
    busy.delete(conversationId)
  }

  return {
    all,
    add(to, files, can, together = false) {
      const added = files.map(file => ({ ...to, id: ++made, file, progress: 0 }))
      for (const { id } of added) {
        carried.set(id, can)
        if (together) waiting.add(id)
      }
      all.set([...all.get(), ...added])
      void uploadAll(to.conversationId)
    },
    putBack(to, files) {
      const there = files.map(media => ({
        ...to,
        id: ++made,
        media,
        progress: 1,
        file: new File([], media.name ?? media.mimeType)
      }))
      all.set([...all.get(), ...there])
    },
    take(conversationId) {
      const there = all.get().filter(each => each.conversationId === conversationId && each.media)
      for (const { id } of there) remove(id)
      return there.flatMap(({ media }) => media ?? [])
    },
    retry(id) {
      change(id, { failed: undefined })
      const again = all.get().find(each => each.id === id)
      if (again) void uploadAll(again.conversationId)
    },
    remove
  }
}
