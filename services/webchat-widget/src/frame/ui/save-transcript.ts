import type { LiveChat } from '../chat/live-chat.ts'
import { format, t } from '../i18n/language.ts'
import { timelineOf } from '../state/timeline.ts'
import { transcriptOf } from '../state/transcript.ts'

const MAX_PAGES = 100

/** Saves everything ever said as a text file. */
export async function saveTranscript(live: LiveChat): Promise<void> {
  for (let page = 0; live.chat.get().more && page < MAX_PAGES; page++) if (!(await live.loadOlder())) break
  const text = transcriptOf(timelineOf(live.chat.get()), t, format.instant)
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: `${document.title}.txt` })
  link.click()
  URL.revokeObjectURL(url)
}
