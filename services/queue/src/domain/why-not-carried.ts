import type { Capabilities, Content, Mail } from '@inbox/contracts'

const UNKNOWN = 'application/octet-stream'

/** Why a channel cannot carry a message; `most` in characters or bytes. */
export type NotCarried =
  | { what: 'template' | 'quote' | 'media' }
  | { what: 'mediaType'; types: string[] }
  | { what: 'text' | 'size'; most: number }

/** Why a channel cannot carry this; undefined if it can. Media of an unknown type may be of a carried one. */
export function whyNotCarried(can: Capabilities, content: Content, quotes: boolean): NotCarried | undefined {
  if (content.type === 'template' && !can.templates) return { what: 'template' }
  if (quotes && !can.quotes) return { what: 'quote' }
  const text = 'text' in content ? content.text : 'caption' in content ? content.caption : undefined
  if (text !== undefined && text.length > can.text.max) return { what: 'text', most: can.text.max }
  const file = content.type === 'template' ? content.header : content
  return file && 'mimeType' in file ? whyNoMedia(can, file) : undefined
}

/** Whether a mail's files exceed, together, what its channel carries. */
export function whyTooMuch({ media }: Capabilities, { attachments = [] }: Mail): NotCarried | undefined {
  const size = attachments.reduce((sum, file) => sum + (file.size ?? 0), 0)
  const most = media.file?.maxBytes ?? 0
  return size > most ? { what: 'size', most } : undefined
}

function whyNoMedia(can: Capabilities, { type, mimeType, size = 0 }: Extract<Content, { mimeType: string }>) {
  const carried = type === 'sticker' ? undefined : can.media[type]
  if (!carried) return { what: 'media' } as const
  const { types, maxBytes } = carried
  const plain = mimeType.split(';')[0]!.trim()
  const isCarried = [plain, `${plain.split('/')[0]}/*`, '*/*'].some(each => types.includes(each))
  if (!isCarried && mimeType !== UNKNOWN) return { what: 'mediaType', types } as const
  return size > maxBytes ? ({ what: 'size', most: maxBytes } as const) : undefined
}

export function inWords(why: NotCarried): string {
  switch (why.what) {
    case 'text':
      return `texts of more than ${why.most} characters`
    case 'size':
      return `files of more than ${why.most} bytes`
    case 'mediaType':
      return `this type of media, only ${why.types.join(', ')}`
    default:
      return { template: 'templates', quote: 'replies to a specific message', media: 'media of this kind' }[why.what]
  }
}
