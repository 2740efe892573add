import { describe, expect, it } from '@jest/globals'
import { checksum, oggOf, samplesIn } from './ogg.ts'
import { voiceFile } from './voice-file.ts'
import { opusTrackOf } from './webm.ts'

/** What Chromium's MediaRecorder wrote in 0.6 s: a live recording, whose containers do not know their length. */
const RECORDED = bytesOf(
  'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAJMEU2bdLlNu4tTq4QVSalmU6yBbk27i1OrhBZUrmtTrIGTTbuLU6uEH0O2dVOsgddNu4xTq4QcU7trU6yCAjrsrgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVSalmoCrXsYMPQkBEiYREFgAATYCGQ2hyb21lV0GGQ2hyb21lFlSua7+uvdeBAXPFhyxTirEY7/yDgQKGhkFfT1BVU2Oik09wdXNIZWFkAQEAAIC7AAAAAADhjbWERzuAAJ+BAWJkgSAfQ7Z1AQAAAAAAAVfngQCjk4EAAIAYAvmOyOHPlL6XHvqCbrCjkoEAPIAYAissw4zYC9cFtr0Q0qOSgQB4gBgCKyzDjNgL1wW2vRDSo5KBALSAGAIrLMOM2AvXBba9ENKjkoEA8IAYAissw4zYC9cFtr0Q0qOSgQEsgBgCKyzDjNgL1wW2vRDSo5KBAWiAGAIrLMOM2AvXBba9ENKjkoEBpIAYAissw4zYC9cFtr0Q0qOugQHggBhiKyzDjHU7OXP5//Ovbqfb2anEDs+sgBDgzYydMvk0IOj6XwqKS1LXzKPRgQIcgBjvGXgBESKdZP21XxejqooA9TsT5SIW5+n+wwKOelF8JGsfpKLEIk9t/lQ4mMBbA0PUOlQrlpvhDLGQ8mQrKn27YV/CayYqn+CxSMaAo66BAliAGOAnVlNxQhqLUVonxKUeUQzfbX1bzeU/QsRKe340HF6n7n6JFmSz3xG2HFO7a427i7OBALeG94EB8YHX'
)

describe('a voice note', () => {
  it('that a browser recorded as WebM becomes Ogg, with the same Opus packets', async () => {
    const file = await voiceFile(new Blob([RECORDED]), 'audio/webm;codecs=opus')
    expect([file.name, file.type]).toEqual(['voice-note.ogg', 'audio/ogg; codecs=opus'])
    const pages = pagesOf(new Uint8Array(await file.arrayBuffer()))
    expect(pages.map(({ flags, number, until }) => [flags, number, until])).toEqual([
      [2, 0, 0],
      [0, 1, 0],
      [4, 2, 11 * 2880]
    ])
    const [head, tags, ...sound] = pages.flatMap(({ packets }) => packets)
    const track = opusTrackOf(RECORDED)
    expect(textOf(head)).toMatch(/^OpusHead/)
    expect(head).toEqual(track?.head)
    expect(textOf(tags)).toMatch(/^OpusTags.{4}Service Inbox/s)
    expect(sound).toHaveLength(11)
    expect(sound).toEqual(track?.packets)
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['truncated in its first bytes', RECORDED.slice(0, 30)],
    ['truncated before any sound', RECORDED.slice(0, 285)],
    ['another codec', replaced(RECORDED, 'A_OPUS', 'A_FLAC')],
    ['not WebM', new TextEncoder().encode('RIFF....WAVEfmt ')]
  ])('is left as recorded if it is %s', async (_, bytes) => {
    const file = await voiceFile(new Blob([bytes]), 'audio/webm;codecs=opus')
    expect([file.name, file.type, file.size]).toEqual(['voice-note.webm', 'audio/webm;codecs=opus', bytes.length])
  })

  it('recorded as something else is not converted', async () => {
    const file = await voiceFile(new Blob(['sound']), 'audio/mp4')
    expect([file.name, file.type, await file.text()]).toEqual(['voice-note.m4a', 'audio/mp4', 'sound'])
  })
})

describe('an Ogg page', () => {
  it('has the checksum that libogg computes for it', () => {
    // the first page of a file written by ffmpeg
    const page = bytesOf('T2dnUwACAAAAAAAAAAB6/S4oAAAAABoG6EQBE09wdXNIZWFkAQE4AYC7AAAAAAA=')
    expect(checksum(page.with(22, 0).with(23, 0).with(24, 0).with(25, 0))).toBe(0x44e8061a)
  })

  it('holds as many packets as its segment table has room for, and packets of any length are read back', () => {
    const packets = [0, 1, 254, 255, 256, 510, 1275, ...Array.from({ length: 200 }, () => 1275)].map(length =>
      new Uint8Array(length).fill(0x0b)
    )
    const pages = pagesOf(joined(oggOf({ head: new Uint8Array(19), packets })))
    expect(pages.slice(2).flatMap(page => page.packets)).toEqual(packets)
    expect(pages.map(({ number }) => number)).toEqual(pages.map((_, index) => index))
    expect(pages.filter(({ flags }) => flags === 4)).toEqual([pages.at(-1)])
  })
})

it.each([
  [[0x00], 480],
  [[0x18], 2880],
  [[0x68], 960],
  [[0x80], 120],
  [[0xf8], 960],
  [[0xf9], 1920],
  [[0xfb, 3], 2880]
])('a packet that starts with %j plays %i samples', (bytes, samples) => {
  expect(samplesIn(Uint8Array.from(bytes))).toBe(samples)
})

interface Read {
  flags: number
  number: number
  until: number
  packets: Uint8Array[]
}

/** Parses pages, and verifies their checksums. */
function pagesOf(file: Uint8Array): Read[] {
  const pages: Read[] = []
  for (let at = 0; at < file.length; ) {
    const view = new DataView(file.buffer, file.byteOffset + at)
    const segments = [...file.subarray(at + 27, at + 27 + file[at + 26]!)]
    const end = at + 27 + segments.length + segments.reduce((sum, each) => sum + each, 0)
    const page = file.slice(at, end)
    expect(textOf(page.subarray(0, 4))).toBe('OggS')
    expect(checksum(page.fill(0, 22, 26))).toBe(view.getUint32(22, true))
    const packets: Uint8Array[] = []
    for (let [begin, next] = [27 + segments.length, 0]; next < segments.length; ) {
      let length = 0
      for (let segment = 255; segment === 255; next++) length += segment = segments[next]!
      packets.push(page.slice(begin, begin + length))
      begin += length
    }
    pages.push({ flags: page[5]!, number: view.getUint32(18, true), until: Number(view.getBigInt64(6, true)), packets })
    at = end
  }
  return pages
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
}
function textOf(bytes: Uint8Array = new Uint8Array()): string {
  return String.fromCharCode(...bytes)
}
function joined(pieces: Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap(piece => [...piece]))
}
function replaced(bytes: Uint8Array<ArrayBuffer>, text: string, by: string): Uint8Array<ArrayBuffer> {
  return bytesOf(btoa(textOf(bytes).replace(text, by)))
}
