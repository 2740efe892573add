import { type MediaFacts, uploadMedia } from '@inbox/contracts'
import { Refusal, Unreachable } from './refusal.ts'
import { freshToken } from './session.ts'

/** Uploads a file as the signed-in agent; `onProgress` gets the share sent (0 to 1). Throws Refusal or Unreachable. */
export async function upload(
  file: File,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal }
): Promise<MediaFacts> {
  const token = await freshToken()
  signal.throwIfAborted()
  // fetch does not report upload progress
  const call = new XMLHttpRequest()
  const answered = new Promise<MediaFacts>((resolve, reject) => {
    call.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    call.onerror = () => reject(new Unreachable('the upload was interrupted'))
    call.onabort = () => reject(new Error('the upload was cancelled'))
    call.onload = () => {
      const answer = parsed(call.responseText)
      if (call.status === 201) resolve(answer as MediaFacts)
      // a full store will not recover soon, so 507 is a refusal
      else if (call.status >= 500 && call.status !== 507)
        reject(new Unreachable(`The server responded with ${call.status}`))
      else reject(new Refusal(call.status, answer))
    }
  })
  signal.addEventListener('abort', () => call.abort(), { once: true })
  call.open('POST', `${uploadMedia.path}?${new URLSearchParams({ name: file.name })}`)
  call.setRequestHeader('authorization', `Bearer ${token}`)
  call.setRequestHeader('content-type', file.type || 'application/octet-stream')
  call.send(file)
  return answered
}

function parsed(text: string): object {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
