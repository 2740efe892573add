import type { OperationAnswer, uploadVisitorFile } from '@inbox/contracts'
import { createStore, type Store } from '../state/store.ts'

export type Uploaded = OperationAnswer<typeof uploadVisitorFile>

/** A file being uploaded, or one whose upload failed. */
export interface Upload {
  key: string
  file: File
  /** The share uploaded, 0 to 1. */
  share: number
  /** Why it failed, until the visitor retries. */
  failed?: 'too-large' | 'too-many-requests' | 'other'
}

export interface Uploads {
  all: Store<readonly Upload[]>
  add(files: Iterable<File>): void
  /** Cancels an upload; nothing is sent. */
  cancel(key: string): void
  tryAgain(key: string): void
}

/** An upload failed. `message`: the code of the server's refusal; empty if the network failed or somebody cancelled. */
export class NotUploaded extends Error {}

/** Sends one file; rejects with `NotUploaded` on failure. */
export type Send = (file: File, onShare: (share: number) => void, signal: AbortSignal) => Promise<Uploaded>

interface UploadsOptions {
  send: Send
  newId: () => string
  /** In bytes, if known. */
  largest: () => number | undefined
  onDone: (file: File, uploaded: Uploaded) => void
}

/** The visitor's files until the server has them; nothing here outlives the page. */
export function createUploads({ send, newId, largest, onDone }: UploadsOptions): Uploads {
  const all = createStore<readonly Upload[]>([])
  const underWay = new Map<string, AbortController>()
  const change = (key: string, next: Partial<Upload>) =>
    all.set(all.get().map(upload => (upload.key === key ? { ...upload, ...next } : upload)))
  const remove = (key: string) => all.set(all.get().filter(upload => upload.key !== key))

  async function start({ key, file }: Upload): Promise<void> {
    const stop = new AbortController()
    underWay.set(key, stop)
    try {
      const uploaded = await send(file, share => change(key, { share }), stop.signal)
      remove(key)
      onDone(file, uploaded)
    } catch (error) {
      change(key, { share: 0, failed: failureOf(error) })
    }
    underWay.delete(key)
  }
  const isTooLarge = ({ size }: File) => size > (largest() ?? Number.POSITIVE_INFINITY)
  return {
    all,
    add(files) {
      const added = Array.from(files, (file): Upload => {
        const upload = { key: newId(), file, share: 0 }
        return isTooLarge(file) ? { ...upload, failed: 'too-large' } : upload
      })
      all.set([...all.get(), ...added])
      for (const upload of added) if (!upload.failed) void start(upload)
    },
    cancel(key) {
      remove(key)
      underWay.get(key)?.abort()
    },
    tryAgain(key) {
      const found = all.get().find(upload => upload.key === key && upload.failed)
      if (!found) return
      all.set(
        all
          .get()
          .map(({ failed, ...upload }) => (upload.key === key ? upload : { ...upload, ...(failed && { failed }) }))
      )
      void start(found)
    }
  }
}

function failureOf(error: unknown): NonNullable<Upload['failed']> {
  const code = error instanceof NotUploaded && error.message
  return code === 'too-large' || code === 'too-many-requests' ? code : 'other'
}

/** Uses XMLHttpRequest, as fetch does not report upload progress. */
export const sendTo =
  (url: string, token: () => string | undefined): Send =>
  (file, onShare, signal) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', `${url}?name=${encodeURIComponent(file.name)}`)
      request.setRequestHeader('authorization', `Bearer ${token()}`)
      request.responseType = 'json'
      request.upload.onprogress = ({ loaded, total }) => onShare(loaded / total)
      request.onload = () =>
        request.status === 201 ? resolve(request.response) : reject(new NotUploaded(request.response?.code))
      request.onerror = request.onabort = () => reject(new NotUploaded())
      signal.addEventListener('abort', () => request.abort())
      request.send(file)
    })
