import { ActionIcon } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMicrophone, IconPlayerStopFilled, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './attachments.module.css'
import { useMessages } from './messages.ts'
import { voiceFile } from './voice/voice-file.ts'

interface Props {
  mimeType: string
  onRecorded: (file: File) => void
}

/** Records speech until the agent sends or discards it. */
export function VoiceNote({ mimeType, onRecorded }: Props) {
  const t = useMessages()
  const { recording, seconds, start, stop } = useRecorder(mimeType, onRecorded)
  const begin = () => start().catch(() => void notifications.show({ color: 'red', message: t.noMicrophone }))
  if (!recording)
    return (
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.record} title={t.record} onClick={begin}>
        <IconMicrophone size={20} stroke={1.7} />
      </ActionIcon>
    )
  return (
    <span className={classes.recording}>
      <ActionIcon color="red" size="lg" aria-label={t.stop} title={t.stop} onClick={() => stop(true)}>
        <IconPlayerStopFilled size={18} />
      </ActionIcon>
      <span role="timer">{t.recording(timeOf(seconds))}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t.discard}
        title={t.discard}
        onClick={() => stop(false)}
      >
        <IconTrash size={18} stroke={1.7} />
      </ActionIcon>
    </span>
  )
}

const timeOf = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
/** Good enough for speech. Some messengers do not play files above 512 KB at once; that is two minutes at this rate. */
const BITS_PER_SECOND = 32_000

const end = (recorder: MediaRecorder | undefined) => recorder?.state === 'recording' && recorder.stop()

function useRecorder(mimeType: string, onRecorded: (file: File) => void) {
  const recorder = useRef<MediaRecorder>(undefined)
  const kept = useRef(false)
  const gone = useRef(false)
  const [recording, setRecording] = useState(false)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!recording) return
    const timer = setInterval(() => setSeconds(before => before + 1), 1000)
    return () => clearInterval(timer)
  }, [recording])
  // a recording must not follow its agent to another conversation
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      kept.current = false
      end(recorder.current)
    }
  }, [])

  const stop = (keep: boolean) => {
    kept.current = keep
    end(recorder.current)
  }
  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    const release = () => {
      for (const track of stream.getTracks()) track.stop()
    }
    if (gone.current) return release()
    const pieces: Blob[] = []
    const made = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND })
    made.ondataavailable = ({ data }) => pieces.push(data)
    made.onstop = () => {
      release()
      setRecording(false)
      if (kept.current) void voiceFile(new Blob(pieces), mimeType).then(onRecorded)
    }
    kept.current = false
    recorder.current = made
    made.start()
    setSeconds(0)
    setRecording(true)
  }
  return { recording, seconds, start, stop }
}
