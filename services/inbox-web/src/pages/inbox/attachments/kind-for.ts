import type { Capabilities, MediaContent, MediaFacts } from '@inbox/contracts'

type Media = Capabilities['media']
type Kind = keyof Media

const KINDS = ['image', 'video', 'audio'] as const

/** The kind as which a channel carries a file: its own, or else a document; undefined if not at all. */
export function kindFor(
  { mimeType, size }: Pick<MediaFacts, 'mimeType' | 'size'>,
  media: Media
): MediaContent['type'] | undefined {
  const [type = ''] = mimeType.toLowerCase().split(';')
  const own = KINDS.find(kind => type.startsWith(`${kind}/`))
  const carries = (kind: Kind) => {
    const { types = [], maxBytes = 0 } = media[kind] ?? {}
    return size <= maxBytes && types.some(each => matches(each, type.trim()))
  }
  return [own, 'file' as const].find(kind => kind !== undefined && carries(kind))
}

const matches = (pattern: string, type: string) =>
  pattern === '*/*' || pattern === type || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)))

const OGG = 'audio/ogg;codecs=opus'
/** What recorders produce and what becomes of it, in the order in which messengers prefer it. */
const RECORDED = [
  [OGG, OGG],
  ['audio/webm;codecs=opus', OGG],
  ['audio/mp4', 'audio/mp4']
] as const

/** The MIME type in which to record a voice note so that the channel carries it as audio; undefined if impossible. */
export function recordedAs(media: Media, isSupported: (type: string) => boolean): string | undefined {
  const able = RECORDED.filter(([type]) => isSupported(type))
  return (able.find(([, mimeType]) => kindFor({ mimeType, size: 0 }, media) === 'audio') ?? able[0])?.[0]
}
