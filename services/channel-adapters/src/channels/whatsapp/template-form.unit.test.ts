import { filledTemplate } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { readTemplate, templateForm } from './template-form.ts'

const listed = (components: unknown[], more: object = {}) => ({
  ...{ id: '1', name: 'order_update', language: 'pt_BR', status: 'APPROVED', category: 'UTILITY' },
  ...{ quality_score: { score: 'GREEN' }, components, ...more }
})
const formOf = (components: unknown[], more?: object) => templateForm(readTemplate(listed(components, more))!)
const body = (text: string, example?: object) => ({ type: 'BODY', text, ...(example && { example }) })

test('positional fields are ordered by number, with their examples, and fill the components', () => {
  const form = formOf([
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['77'] } },
    body('{{2}} for {{1}}, again {{1}}', { body_text: [['Ana', 'Shoes']] }),
    { type: 'FOOTER', text: 'Azulejo' }
  ])
  expect(form).toMatchObject({
    category: 'utility',
    status: 'approved',
    quality: 'high',
    footer: 'Azulejo',
    sendable: true
  })
  expect(form.fields).toEqual([
    { id: 'header.1', part: 'header', kind: 'text', name: '1', named: false, example: '77' },
    { id: 'body.1', part: 'body', kind: 'text', name: '1', named: false, example: 'Ana' },
    { id: 'body.2', part: 'body', kind: 'text', name: '2', named: false, example: 'Shoes' }
  ])
  expect(filledTemplate(form, { 'header.1': '12', 'body.1': ' Zoe\n', 'body.2': 'A lamp' })).toEqual({
    ...{ type: 'template', name: 'order_update', language: 'pt_BR' },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: '12' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Zoe' },
          { type: 'text', text: 'A lamp' }
        ]
      }
    ],
    text: 'Order 12\n\nA lamp for Zoe, again Zoe\n\nAzulejo'
  })
})

test('named fields are filled by name', () => {
  const example = { body_text_named_params: [{ param_name: 'shop', example: 'Azulejo' }] }
  const form = formOf([body('{{ name }} at {{shop}}', example)], { parameter_format: 'NAMED' })
  expect(form.fields).toEqual([
    { id: 'body.name', part: 'body', kind: 'text', name: 'name', named: true },
    { id: 'body.shop', part: 'body', kind: 'text', name: 'shop', named: true, example: 'Azulejo' }
  ])
  const { components, text } = filledTemplate(form, { 'body.name': 'Ana', 'body.shop': 'Lisbon' })
  expect(components[0]!.parameters).toEqual([
    { type: 'text', parameter_name: 'name', text: 'Ana' },
    { type: 'text', parameter_name: 'shop', text: 'Lisbon' }
  ])
  expect(text).toBe('Ana at Lisbon')
})

test('a header file and what buttons need are fields, each in a component of its own', () => {
  const form = formOf([
    { type: 'HEADER', format: 'IMAGE' },
    body('Hello'),
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Stop' },
        { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}', example: ['https://shop.example/5'] },
        { type: 'URL', text: 'Shop', url: 'https://shop.example' },
        { type: 'COPY_CODE', text: 'Copy', example: 'ABC' }
      ]
    }
  ])
  expect(form.fields.map(({ id, kind, example }) => [id, kind, example])).toEqual([
    ['header', 'image', undefined],
    ['button.1', 'text', 'https://shop.example/5'],
    ['button.3', 'code', 'ABC']
  ])
  const cat = { type: 'image', mediaId: 'm-1', mimeType: 'image/png' } as const
  const filled = filledTemplate(form, { 'button.1': '5', 'button.3': 'XY' }, cat)
  expect(filled.header).toEqual(cat)
  expect(filled.components).toEqual([
    { type: 'header', parameters: [{ type: 'image' }] },
    { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: '5' }] },
    { type: 'button', sub_type: 'copy_code', index: '3', parameters: [{ type: 'coupon_code', coupon_code: 'XY' }] }
  ])
  expect(form.buttons.map(({ kind }) => kind)).toEqual(['reply', 'url', 'url', 'code'])
  expect(form.sendable).toBe(true)
})

test.each([
  ['not yet approved', [body('Hello')], { status: 'PENDING' }, 'pending'],
  ['paused', [body('Hello')], { status: 'PAUSED' }, 'paused'],
  ['in an unknown status', [body('Hello')], { status: 'LIMIT_EXCEEDED' }, 'disabled'],
  ['with a location header', [{ type: 'HEADER', format: 'LOCATION' }, body('Hello')], {}, 'approved'],
  ['with cards', [body('Hello'), { type: 'CAROUSEL', cards: [] }], {}, 'approved'],
  [
    'with a button that opens a form',
    [body('Hello'), { type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Book' }] }],
    {},
    'approved'
  ],
  ['without text', [], {}, 'approved']
] as const)('a template %s is shown, but cannot be sent', (_what, components, more, status) => {
  expect(formOf([...components], more)).toMatchObject({ status, sendable: false })
})

test('Meta’s objections to a template are shown as long as it is not approved', () => {
  expect(formOf([body('Hi')], { status: 'REJECTED', rejected_reason: 'PROMOTIONAL' }).reason).toBe('PROMOTIONAL')
  expect(formOf([body('Hi')], { status: 'PENDING', rejected_reason: 'NONE' }).reason).toBeUndefined()
})

test('a malformed template affects only itself, and one without a name is ignored', () => {
  expect(readTemplate({ language: 'en' })).toBeUndefined()
  const odd = readTemplate({
    name: 'a',
    language: 'en',
    status: 7,
    components: [null, body('Hi'), { type: 'BUTTONS', buttons: [3] }]
  })!
  expect(templateForm(odd)).toMatchObject({ body: 'Hi', category: 'other', status: 'pending', sendable: false })
})
