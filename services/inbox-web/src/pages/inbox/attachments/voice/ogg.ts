import type { OpusTrack } from './webm.ts'

const MAX_SEGMENTS = 255
/** Packets of 20 ms each in a page, all of which a player reads before it starts. */
const MAX_PACKETS = 50
const HEADER = 27
const FIRST = 2
const LAST = 4

interface Page {
  flags: number
  /** The number of samples at 48 kHz up to its end. */
  until: number
  packets: Uint8Array[]
}

/** A recording as an Ogg file (RFC 3533, RFC 7845), with its packets unchanged. */
export function oggOf({ head, packets }: OpusTrack): Uint8Array<ArrayBuffer>[] {
  const pages: Page[] = [
    { flags: FIRST, until: 0, packets: [head] },
    { flags: 0, until: 0, packets: [tags()] }
  ]
  let page: Page | undefined
  let samples = 0
  for (const packet of packets) {
    if (!page || isFull(page, packet)) {
      page = { flags: 0, until: samples, packets: [] }
      pages.push(page)
    }
    page.packets.push(packet)
    samples += samplesIn(packet)
    page.until = samples
  }
  pages.at(-1)!.flags |= LAST
  return pages.map(bytesOf)
}

const isFull = ({ packets }: Page, packet: Uint8Array) =>
  packets.length >= MAX_PACKETS || [...packets, packet].flatMap(segmentsOf).length > MAX_SEGMENTS

/** The duration of a packet, in samples at 48 kHz, from its first bytes (RFC 6716, section 3.1). */
export function samplesIn([toc = 0, count = 0]: Uint8Array): number {
  const config = toc >> 3
  const [silk, hybrid, celt] = [
    [480, 960, 1920, 2880],
    [480, 960],
    [120, 240, 480, 960]
  ]
  const frame = config < 12 ? silk![config & 3]! : config < 16 ? hybrid![config & 1]! : celt![config & 3]!
  const frames = [1, 2, 2, count & 0x3f][toc & 3]!
  return frames * frame
}

/** `OpusTags` without any tags. */
function tags(): Uint8Array {
  const maker = 'Service Inbox'
  return new TextEncoder().encode(`OpusTags${String.fromCharCode(maker.length)}\0\0\0${maker}\0\0\0\0`)
}

/** The segments of a packet: as many full ones as fit, and one that is not full. */
function segmentsOf({ length }: Uint8Array): number[] {
  return [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]
}

function bytesOf({ flags, until, packets }: Page, number: number): Uint8Array<ArrayBuffer> {
  const segments = packets.flatMap(segmentsOf)
  const content = packets.reduce((sum, { length }) => sum + length, 0)
  const bytes = new Uint8Array(HEADER + segments.length + content)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('OggS'))
  bytes[5] = flags
  view.setBigUint64(6, BigInt(until), true)
  // one stream per file: any number names it
  view.setUint32(14, 1, true)
  view.setUint32(18, number, true)
  bytes[26] = segments.length
  bytes.set(segments, HEADER)
  let at = HEADER + segments.length
  for (const packet of packets) {
    bytes.set(packet, at)
    at += packet.length
  }
  view.setUint32(22, checksum(bytes), true)
  return bytes
}

/** Ogg's CRC-32: polynomial 0x04c11db7, neither reflected nor inverted. */
export function checksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0)
  }
  return crc >>> 0
}
