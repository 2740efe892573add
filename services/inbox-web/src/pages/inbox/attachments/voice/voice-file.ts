import { oggOf } from './ogg.ts'
import { opusTrackOf } from './webm.ts'

const ENDINGS: Record<string, string> = { 'audio/ogg': 'ogg', 'audio/mp4': 'm4a', 'audio/webm': 'webm' }

/** The recording as a file; Opus is put into Ogg, as messengers expect voice notes. */
export async function voiceFile(recorded: Blob, mimeType: string): Promise<File> {
  const [type = ''] = mimeType.split(';')
  const track = type === 'audio/webm' && opusTrackOf(new Uint8Array(await recorded.arrayBuffer()))
  if (track) return new File(oggOf(track), 'voice-note.ogg', { type: 'audio/ogg; codecs=opus' })
  return new File([recorded], `voice-note.${ENDINGS[type]}`, { type: mimeType })
}
