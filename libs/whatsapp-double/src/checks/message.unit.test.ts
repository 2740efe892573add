import { describe, expect, test } from '@jest/globals'
import { addresseeOf, message } from './message.ts'
import type { Template } from './template.ts'

const long = (length: number) => 'x'.repeat(length)
const to = { messaging_product: 'whatsapp', to: '351911111111' }
const button = (id: string, title = id) => ({ type: 'reply', reply: { id, title } })
const buttons = (...all: object[]) => ({ type: 'button', body: { text: 'Choose' }, action: { buttons: all } })
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `${from + index}`, title: 'Row' }))
const menu = (...sections: object[]) => ({
  type: 'list',
  body: { text: 'Choose' },
  action: { button: 'Open', sections }
})

const templates: Template[] = [
  {
    ...{ id: '1', name: 'order_ready', language: 'en_US', status: 'APPROVED', category: 'UTILITY' },
    components: [
      { type: 'BODY', text: 'Hello {{1}}, order {{2}} is ready.' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Follow', url: 'https://example.org/{{1}}' }] }
    ]
  },
  {
    ...{
      id: '2',
      name: 'picture',
      language: 'en_US',
      status: 'APPROVED',
      category: 'MARKETING',
      parameter_format: 'NAMED'
    },
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'For {{name}}' }
    ]
  },
  { id: '3', name: 'paused', language: 'en_US', status: 'PAUSED', category: 'UTILITY', components: [] },
  { id: '4', name: 'disabled', language: 'en_US', status: 'DISABLED', category: 'UTILITY', components: [] },
  { id: '5', name: 'pending', language: 'en_US', status: 'PENDING', category: 'UTILITY', components: [] }
]
const words = (...texts: string[]) => ({ type: 'body', parameters: texts.map(text => ({ type: 'text', text })) })
const link = { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '7' }] }
const filled = (name: string, components?: object[], code = 'en_US') => ({
  type: 'template',
  template: { name, language: { code }, ...(components && { components }) }
})
const named = { type: 'body', parameters: [{ type: 'text', parameter_name: 'name', text: 'Ana' }] }
const image = { type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] }

test.each<[what: string, body: object]>([
  ['a text', { type: 'text', text: { body: long(4096), preview_url: true } }],
  ['a text of emoji, counted as its reader does', { text: { body: '🐘'.repeat(4096) } }],
  ['an image by id', { type: 'image', image: { id: '123', caption: long(1024) } }],
  ['a document by link', { type: 'document', document: { link: 'https://example.org/a.pdf', filename: 'a.pdf' } }],
  ['a voice note', { type: 'audio', audio: { id: '123', voice: true } }],
  ['a location', { type: 'location', location: { latitude: 38.7, longitude: '-9.1', name: 'Lisbon' } }],
  ['a contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'Ana', first_name: 'Ana' }, phones: [{}] }] }],
  ['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } }],
  ['removing a reaction', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '' } }],
  ['buttons', { type: 'interactive', interactive: buttons(button('a'), button('b'), button('c')) }],
  ['a list', { type: 'interactive', interactive: menu({ rows: rows(5) }, { rows: rows(5, 5) }) }],
  ['a template', filled('order_ready', [words('Ana', '7'), link])],
  ['a template with a picture and named fields', filled('picture', [image, named])],
  ['a quotation', { text: { body: 'Yes' }, context: { message_id: 'wamid.1' }, biz_opaque_callback_data: long(512) }]
])('%s is accepted', (_what, body) => {
  expect(message({ ...to, ...body }, templates)).toBeUndefined()
})

test.each<[what: string, code: number, body: object, details: string]>([
  ['another product', 100, { messaging_product: 'sms', text: { body: 'Hi' } }, 'messaging_product'],
  [
    'a user id as the type of recipient',
    100,
    { recipient_type: 'business_scoped_user_id', text: { body: 'Hi' } },
    'recipient_type'
  ],
  ['an unknown type', 100, { type: 'poll', poll: {} }, 'type'],
  ['a type without its part', 131008, { type: 'image' }, "'image'"],
  ['a text without words', 131008, { text: { body: '' } }, 'text.body'],
  ['a text without a body', 131008, { text: {} }, 'text.body'],
  ['too long a text', 100, { text: { body: long(4097) } }, 'at most 4096'],
  ['an unknown key', 100, { text: { body: 'Hi', bold: true } }, "'bold'"],
  ['too long a caption', 100, { type: 'image', image: { id: '1', caption: long(1025) } }, 'at most 1024'],
  ['a caption on a sticker', 100, { type: 'sticker', sticker: { id: '1', caption: 'Ha' } }, "'caption'"],
  ['a file neither by id nor by link', 131009, { type: 'image', image: {} }, 'either id or link'],
  ['a file by both', 131009, { type: 'image', image: { id: '1', link: 'https://example.org' } }, 'either id or link'],
  ['a location beyond the pole', 131009, { type: 'location', location: { latitude: 91, longitude: 0 } }, 'latitude'],
  ['a contact without a name', 131008, { type: 'contacts', contacts: [{ phones: [] }] }, 'name'],
  [
    'a fourth button',
    100,
    { type: 'interactive', interactive: buttons(...'abcd'.split('').map(id => button(id))) },
    '1 to 3'
  ],
  [
    'a button twice',
    131009,
    { type: 'interactive', interactive: buttons(button('a'), button('a', 'b')) },
    'two buttons'
  ],
  ['too long a button title', 100, { type: 'interactive', interactive: buttons(button('a', long(21))) }, 'at most 20'],
  [
    'an eleventh row',
    131009,
    { type: 'interactive', interactive: menu({ rows: rows(6) }, { rows: rows(5, 6) }) },
    '10 rows'
  ],
  ['too long opaque data', 100, { text: { body: 'Hi' }, biz_opaque_callback_data: long(513) }, 'at most 512'],
  ['an unknown template', 132001, filled('none'), 'does not exist'],
  ['a template in another language', 132001, filled('order_ready', [], 'pt_BR'), 'pt_BR'],
  ['a template awaiting approval', 132001, filled('pending'), 'does not exist'],
  ['a paused template', 132015, filled('paused'), 'paused'],
  ['a disabled template', 132016, filled('disabled'), 'disabled'],
  [
    'one parameter too few',
    132000,
    filled('order_ready', [words('Ana'), link]),
    '(1) does not match the expected number of params (2)'
  ],
  ['no parameters', 132000, filled('order_ready'), '(0) does not match'],
  ['a line break in a parameter', 132007, filled('order_ready', [words('Ana\nMaria', '7'), link]), 'new-line'],
  ['too long a filled body', 132005, filled('order_ready', [words(long(1024), '7'), link]), 'too long'],
  ['a header without its picture', 132012, filled('picture', [named]), 'expected IMAGE'],
  [
    'a header with an unknown picture',
    131008,
    filled('picture', [{ type: 'header', parameters: [{ type: 'image', image: {} }] }, named]),
    'either id or link'
  ],
  ['a parameter without its name', 100, filled('picture', [image, words('Ana')]), 'parameter_name'],
  ['a button without its parameter', 131008, filled('order_ready', [words('Ana', '7')]), 'index 0']
])('%s is refused with %i', (_what, code, body, details) => {
  expect(message({ ...to, ...body }, templates)).toEqual({ code, details: expect.stringContaining(details) })
})

describe('the recipient of a message', () => {
  test.each<[what: string, fields: object, expected: object]>([
    ['a phone', { to: '+351 911-111 111' }, { by: 'phone', digits: '351911111111', input: '+351 911-111 111' }],
    ['a user id', { recipient: 'PT.123abc' }, { by: 'userId', userId: 'PT.123abc' }],
    ['a user id of several portfolios', { recipient: 'PT.ENT.1' }, { by: 'userId', userId: 'PT.ENT.1' }],
    [
      'the phone, if both are given',
      { to: '351911111111', recipient: 'PT.1' },
      { by: 'phone', digits: '351911111111', input: '351911111111' }
    ],
    ['nobody, if a user id is given as a phone', { to: 'PT.123' }, { by: 'nothing', input: 'PT.123' }],
    ['an error, if neither is given', {}, { code: 100, details: expect.any(String) }],
    ['an error, if the phone is invalid', { to: 'Ana' }, { code: 131009, details: expect.any(String) }],
    [
      'an error, if the user id is invalid',
      { recipient: '351911111111' },
      { code: 131009, details: expect.any(String) }
    ]
  ])('is %s', (_what, fields, expected) => {
    expect(addresseeOf({ ...fields })).toEqual(expected)
  })
})
