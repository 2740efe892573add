/** An Opus recording: its `OpusHead` (RFC 7845) and its packets in order. */
export interface OpusTrack {
  head: Uint8Array<ArrayBuffer>
  packets: Uint8Array<ArrayBuffer>[]
}

const SEGMENT = 0x18538067
const TRACKS = 0x1654ae6b
const TRACK = 0xae
const CLUSTER = 0x1f43b675
const BLOCK_GROUP = 0xa0
const CODEC = 0x86
const CODEC_PRIVATE = 0x63a2
const SIMPLE_BLOCK = 0xa3
const BLOCK = 0xa1
const CONTAINERS = new Set([SEGMENT, TRACKS, TRACK, CLUSTER, BLOCK_GROUP])
const LACED = 0x06

/** Reads a WebM file (RFC 8794, RFC 9559) with one Opus track, as browsers record audio; undefined for any other. */
export function opusTrackOf(file: Uint8Array<ArrayBuffer>): OpusTrack | undefined {
  const codecs: string[] = []
  const heads: Uint8Array<ArrayBuffer>[] = []
  const packets: Uint8Array<ArrayBuffer>[] = []
  for (const { id, content } of elementsOf(file)) {
    if (id === CODEC) codecs.push(new TextDecoder().decode(content))
    else if (id === CODEC_PRIVATE) heads.push(content)
    else if (id === SIMPLE_BLOCK || id === BLOCK) {
      // the track number, two bytes of time, flags
      const at = vint(content, 0)?.length
      if (at === undefined || content.length <= at + 3 || (content[at + 2]! & LACED) !== 0) return undefined
      packets.push(content.subarray(at + 3))
    }
  }
  const [head] = heads
  const isOne = codecs.length === 1 && codecs[0] === 'A_OPUS' && heads.length === 1
  return isOne && head && packets.length > 0 ? { head, packets } : undefined
}

/** The elements in containers, in file order: live recordings do not know the length of their containers. */
function* elementsOf(file: Uint8Array<ArrayBuffer>): Generator<{ id: number; content: Uint8Array<ArrayBuffer> }> {
  let at = 0
  while (at < file.length) {
    const id = vint(file, at)
    const size = id && vint(file, at + id.length)
    if (!id || !size) return
    at += id.length + size.length
    if (CONTAINERS.has(id.marked)) continue
    if (at + size.value > file.length) return
    yield { id: id.marked, content: file.subarray(at, at + size.value) }
    at += size.value
  }
}

/** A variable-length number; `marked` includes the bits that encode its length, as identifiers do. */
function vint(bytes: Uint8Array, at: number): { value: number; marked: number; length: number } | undefined {
  const first = bytes[at] ?? 0
  const length = Math.clz32(first) - 23
  if (first === 0 || at + length > bytes.length) return undefined
  let [value, marked] = [first & (0xff >> length), first]
  // by arithmetic, as bit operations end at 32 bits
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte
    marked = marked * 256 + byte
  }
  return { value, marked, length }
}
