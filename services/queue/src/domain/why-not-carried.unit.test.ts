import { type Content, capabilitiesOf } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { whyNotCarried, whyTooMuch } from './why-not-carried.ts'

const { whatsapp, email, api } = capabilitiesOf
const text = (length: number): Content => ({ type: 'text', text: 'a'.repeat(length) })
const media = (type: 'image' | 'audio' | 'file', mimeType: string, size?: number): Content => ({
  ...{ type, mimeType, url: 'https://cdn.example/1' },
  ...(size !== undefined && { size })
})
const template: Content = { type: 'template', name: 'hello', language: 'en', components: [], text: 'Hello' }

test.each([
  ['a text of the maximum length', text(4096), undefined],
  ['a text one character longer', text(4097), { what: 'text', most: 4096 }],
  [
    'a caption counts as text',
    { ...media('image', 'image/png'), caption: 'a'.repeat(4097) },
    { what: 'text', most: 4096 }
  ],
  ['a picture', media('image', 'image/png', 5 * 1024 ** 2), undefined],
  [
    'a picture of another type',
    media('image', 'image/tiff'),
    { what: 'mediaType', types: ['image/jpeg', 'image/png'] }
  ],
  ['a picture whose type nobody states', media('image', 'application/octet-stream'), undefined],
  [
    'a picture that is too large',
    media('image', 'image/png', 5 * 1024 ** 2 + 1),
    { what: 'size', most: 5 * 1024 ** 2 }
  ],
  ['a type with parameters', media('audio', 'audio/ogg; codecs=opus'), undefined],
  ['any file', media('file', 'application/zip'), undefined],
  ['a template', template, undefined],
  ['a template with a picture header', { ...template, header: media('image', 'image/png') }, undefined],
  [
    'a template with too large a picture',
    { ...template, header: media('image', 'image/png', 5 * 1024 ** 2 + 1) },
    { what: 'size', most: 5 * 1024 ** 2 }
  ]
] as const)('why WhatsApp cannot carry a message: %s', (_what, content, why) => {
  expect(whyNotCarried(whatsapp, content as Content, false)).toEqual(why)
})

test('a quote is carried where quotes are supported, a template where templates are, media of a kind where that is', () => {
  expect(whyNotCarried(api, text(1), true)).toBeUndefined()
  expect(whyNotCarried({ ...api, quotes: false }, text(1), true)).toEqual({ what: 'quote' })
  expect(whyNotCarried(api, template, false)).toEqual({ what: 'template' })
  expect(whyNotCarried({ ...api, templates: true }, template, false)).toBeUndefined()
  expect(whyNotCarried({ ...email, media: {} }, media('file', 'text/plain'), false)).toEqual({ what: 'media' })
})

test('all files of an email together may be as large as its channel allows', () => {
  const half = { mediaId: 'f', mimeType: 'text/csv', size: 13 * 1024 ** 2 }
  expect(whyTooMuch(email, { attachments: [half] })).toBeUndefined()
  expect(whyTooMuch(email, { attachments: [half, half] })).toEqual({ what: 'size', most: 25 * 1024 ** 2 })
})
