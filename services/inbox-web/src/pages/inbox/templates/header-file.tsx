import type { Capabilities, MediaContent, TemplateField } from '@inbox/contracts'
import { FileInput, Loader } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { upload } from '../../../api/upload.ts'
import { NotCarried } from '../attachments/attachments.ts'
import { failureText } from '../attachments/failure-text.ts'
import { useMessages as useAttachmentWords } from '../attachments/messages.ts'
import { headerOf, takenAbove } from './choice.ts'
import { useMessages } from './messages.ts'

interface Props {
  label: string
  kind: TemplateField['kind']
  carried: Capabilities['media']
  autoFocus: boolean
  /** Called with undefined while a file is being uploaded, and if that fails. */
  onFile: (file: MediaContent | undefined) => void
}

/** The file above a template's text; uploaded as soon as it is chosen. */
export function HeaderFile({ label, kind, carried, autoFocus, onFile }: Props) {
  const t = useMessages()
  const words = useAttachmentWords()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const underWay = useRef<AbortController>(undefined)
  useEffect(() => () => underWay.current?.abort(), [])

  const take = async (file: File | null) => {
    underWay.current?.abort()
    const stop = new AbortController()
    const { signal } = stop
    underWay.current = stop
    onFile(undefined)
    setFailed(undefined)
    setBusy(file !== null)
    if (!file) return
    try {
      // fail before a pointless upload
      if (!headerOf(kind, { mimeType: file.type, size: file.size }, carried)) throw new NotCarried()
      const { id: mediaId, ...facts } = await upload(file, { signal, onProgress: () => undefined })
      const type = headerOf(kind, facts, carried)
      if (!type) throw new NotCarried()
      const { mimeType, size, name = file.name } = facts
      if (!signal.aborted) onFile({ type, mediaId, mimeType, size, name })
    } catch (error) {
      if (!signal.aborted) setFailed(error)
    }
    if (!signal.aborted) setBusy(false)
  }
  return (
    <FileInput
      label={label}
      placeholder={t.chooseFile}
      accept={takenAbove(kind, carried)}
      leftSection={busy ? <Loader size={16} /> : <IconUpload size={16} aria-hidden="true" />}
      error={failed === undefined ? undefined : failureText(failed, words)}
      onChange={file => void take(file)}
      required
      styles={{ placeholder: { color: 'var(--text-soft)' } }}
      autoFocus={autoFocus}
    />
  )
}
