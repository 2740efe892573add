import { ActionIcon } from '@mantine/core'
import { IconCamera, IconPaperclip } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import classes from './attachments.module.css'
import { useMessages } from './messages.ts'
import { useFileDrops } from './use-file-drops.ts'
import { VoiceNote } from './voice-note.tsx'

interface Props {
  touch: boolean
  /** The MIME type for recording voice notes; undefined if the browser cannot. */
  recordAs: string | undefined
  onFiles: (files: File[]) => void
}

/** All ways to attach files to an answer except pasting. */
export function AttachTools({ touch, recordAs, onFiles }: Props) {
  const t = useMessages()
  const above = useFileDrops(onFiles)
  return (
    <>
      <Choose label={t.attach} onFiles={onFiles}>
        <IconPaperclip size={20} stroke={1.7} />
      </Choose>
      {touch && (
        <Choose label={t.photo} onFiles={onFiles} camera>
          <IconCamera size={20} stroke={1.7} />
        </Choose>
      )}
      {recordAs && <VoiceNote mimeType={recordAs} onRecorded={file => onFiles([file])} />}
      {above && (
        <div className={classes.drop} role="status">
          {t.drop}
        </div>
      )}
    </>
  )
}

interface ChooseProps {
  label: string
  camera?: boolean
  onFiles: (files: File[]) => void
  children: ReactNode
}

function Choose({ label, camera, onFiles, children }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        title={label}
        onClick={() => input.current?.click()}
      >
        {children}
      </ActionIcon>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        {...(camera ? { accept: 'image/*', capture: 'environment' as const } : { multiple: true })}
        onChange={event => {
          onFiles([...(event.currentTarget.files ?? [])])
          // allows choosing the same file again
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
