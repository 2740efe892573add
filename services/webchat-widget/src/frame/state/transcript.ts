import type { Texts } from '../i18n/texts.ts'
import type { Line } from './timeline.ts'

type Words = Pick<Texts, 'you' | 'ended' | 'file' | 'location' | 'unknown'>

/** The chat as a text to keep: at least one line per message, each with its time. */
export function transcriptOf(lines: readonly Line[], words: Words, when: (instant: string) => string): string {
  return lines
    .filter(({ outgoing }) => !outgoing)
    .map(({ from, name, at, content, ends }) => {
      const who = from === 'visitor' ? words.you : name
      const said = `[${when(at)}] ${who === undefined ? '' : `${who}: `}${saidBy(content, words)}`
      return ends ? `${said}\n\n— ${words.ended} —\n` : said
    })
    .join('\n')
}

function saidBy(content: Line['content'], words: Words): string {
  switch (content.type) {
    case 'text':
    case 'template':
      return content.text
    case 'image':
    case 'sticker':
    case 'video':
    case 'audio':
    case 'file':
      return [`(${content.name ?? words.file})`, content.caption].filter(Boolean).join(' ')
    case 'location':
      return `(${content.name ?? words.location}: ${content.latitude}, ${content.longitude})`
    case 'contactCard':
      return [content.name, ...(content.phones ?? []), ...(content.emails ?? [])].join(', ')
    default:
      return `(${words.unknown})`
  }
}
