import { capabilitiesOf } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { kindFor, recordedAs } from './kind-for.ts'

const { webchat, whatsapp } = capabilitiesOf
const MIB = 1024 ** 2

test('a file is sent as what it is if the channel supports that, otherwise as a document, or not at all', () => {
  expect(kindFor({ mimeType: 'image/webp', size: 10 }, webchat.media)).toBe('image')
  expect(kindFor({ mimeType: 'image/webp', size: 10 }, whatsapp.media)).toBe('file')
  expect(kindFor({ mimeType: 'image/jpeg', size: 6 * MIB }, whatsapp.media)).toBe('file')
  expect(kindFor({ mimeType: 'audio/ogg; codecs=opus', size: 10 }, whatsapp.media)).toBe('audio')
  expect(kindFor({ mimeType: 'text/csv', size: 10 }, webchat.media)).toBe('file')
  expect(kindFor({ mimeType: 'text/csv', size: 101 * MIB }, webchat.media)).toBeUndefined()
  expect(kindFor({ mimeType: 'text/csv', size: 10 }, {})).toBeUndefined()
})

test('a voice note is recorded in a format that the channel supports as one, if the browser can', () => {
  const firefox = (type: string) => type !== 'audio/mp4'
  const chrome = (type: string) => !type.startsWith('audio/ogg')
  const safari = (type: string) => type === 'audio/mp4'
  const recorded = [firefox, chrome, safari].map(browser => recordedAs(whatsapp.media, browser))
  expect(recorded).toEqual(['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'])
  const onlyMp4 = { audio: { types: ['audio/mp4'], maxBytes: MIB } }
  expect(recordedAs(onlyMp4, chrome)).toBe('audio/mp4')
  expect(recordedAs(webchat.media, () => false)).toBeUndefined()
})
