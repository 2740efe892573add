import {
  BSUID,
  calls,
  change,
  echoes,
  envelope,
  from,
  message,
  messages,
  PHONE,
  SENT,
  status,
  statuses,
  zoe
} from './notifications.ts'

/** A notification, and what must come out of it, one line each: see `digest`. */
export type Case = [title: string, notification: unknown, out: string[]]

const Z = BSUID
const one = (type: string, payload: unknown, more: object = {}) => messages(message({ type, [type]: payload, ...more }))
const group = (name: string, cases: Case[]): Case[] => cases.map(([title, ...rest]) => [`${name}: ${title}`, ...rest])
const media = { id: '1037543291543636', mime_type: 'image/jpeg', sha256: 'abc=' }
const long = 'x'.repeat(4096)

const texts = group('text', [
  ['plain', one('text', { body: 'Hello' }), [`message ${Z} text Hello`]],
  ['4,096 characters', one('text', { body: long }), [`message ${Z} text ${long}`]],
  ['only emoji', one('text', { body: '👍🏽👨‍👩‍👧' }), [`message ${Z} text 👍🏽👨‍👩‍👧`]],
  ['several lines', one('text', { body: 'a\nb' }), [`message ${Z} text a\nb`]],
  ['right-to-left', one('text', { body: 'مرحبا' }), [`message ${Z} text مرحبا`]],
  ['a URL', one('text', { body: 'https://example.com' }), [`message ${Z} text https://example.com`]],
  ['a single space', one('text', { body: ' ' }), [`message ${Z} text  `]],
  [
    'without a body',
    one('text', {}),
    [`message ${Z} unsupported text`, 'problem a message of type text cannot be read']
  ],
  [
    'with an empty body',
    one('text', { body: '' }),
    [`message ${Z} unsupported text`, 'problem a message of type text cannot be read']
  ],
  [
    'numeric body',
    one('text', { body: 5 }),
    [`message ${Z} unsupported text`, 'problem a message of type text cannot be read']
  ],
  [
    'without its payload',
    messages(message({ type: 'text' })),
    [`message ${Z} unsupported text`, 'problem a message of type text cannot be read']
  ],
  [
    'without a type',
    messages(message({})),
    [`message ${Z} unsupported message`, 'problem the message type "" is unknown']
  ],
  [
    'reply to another message',
    one('text', { body: 'yes' }, { context: { from: '551140028922', id: 'wamid.q' } }),
    [`message ${Z} text yes re wamid.q`]
  ],
  ['forwarded', one('text', { body: 'look' }, { context: { forwarded: true } }), [`message ${Z} text look`]],
  [
    'forwarded many times',
    one('text', { body: 'look' }, { context: { frequently_forwarded: true } }),
    [`message ${Z} text look`]
  ],
  [
    'question about a product',
    one(
      'text',
      { body: 'this?' },
      { context: { referred_product: { catalog_id: '1', product_retailer_id: 'a' }, id: 'wamid.p' } }
    ),
    [`message ${Z} text this? re wamid.p`]
  ],
  ['invalid id in the context', one('text', { body: 'x' }, { context: { id: 'two words' } }), [`message ${Z} text x`]],
  ['context is not an object', one('text', { body: 'x' }, { context: 'none' }), [`message ${Z} text x`]],
  [
    'without a timestamp',
    messages({ from: PHONE, id: 'wamid.1', type: 'text', text: { body: 'x' } }),
    [`message ${Z} text x @now`]
  ],
  [
    'invalid timestamp',
    messages(message({ type: 'text', text: { body: 'x' }, timestamp: 'soon' })),
    [`message ${Z} text x @now`]
  ],
  [
    'numeric timestamp',
    messages(message({ type: 'text', text: { body: 'x' }, timestamp: Number(SENT) })),
    [`message ${Z} text x`]
  ],
  [
    'timestamp out of range',
    messages(message({ type: 'text', text: { body: 'x' }, timestamp: '99999999999999' })),
    [`message ${Z} text x @now`]
  ],
  [
    'with an identity key hash',
    one('text', { body: 'x' }, { identity_key_hash: 'DF2lS5v2W6x=' }),
    [`message ${Z} text x`]
  ]
])

const files = group('media', [
  ['image', one('image', media), [`message ${Z} image ${media.id} image/jpeg`]],
  [
    'image with a caption',
    one('image', { ...media, caption: 'my cat' }),
    [`message ${Z} image ${media.id} image/jpeg my cat`]
  ],
  [
    'image with a URL',
    one('image', { ...media, url: 'https://lookaside.example/x' }),
    [`message ${Z} image ${media.id} image/jpeg`]
  ],
  ['image without a MIME type', one('image', { id: '1' }), [`message ${Z} image 1 `]],
  [
    'image with an empty caption',
    one('image', { ...media, caption: '' }),
    [`message ${Z} image ${media.id} image/jpeg`]
  ],
  [
    'image without an id',
    one('image', { mime_type: 'image/jpeg' }),
    [`message ${Z} unsupported image`, 'problem a message of type image cannot be read']
  ],
  ['video', one('video', { ...media, mime_type: 'video/mp4' }), [`message ${Z} video ${media.id} video/mp4`]],
  [
    'voice note',
    one('audio', { id: '2', mime_type: 'audio/ogg; codecs=opus', voice: true }),
    [`message ${Z} audio 2 audio/ogg; codecs=opus`]
  ],
  ['audio file', one('audio', { id: '2', mime_type: 'audio/mpeg', voice: false }), [`message ${Z} audio 2 audio/mpeg`]],
  [
    'document',
    one('document', { id: '3', mime_type: 'application/pdf', filename: 'bill.pdf', caption: 'here' }),
    [`message ${Z} file 3 application/pdf here <bill.pdf>`]
  ],
  [
    'document without a name',
    one('document', { id: '3', mime_type: 'application/pdf' }),
    [`message ${Z} file 3 application/pdf`]
  ],
  [
    'document with an upper-case MIME type',
    one('document', { id: '3', mime_type: 'Application/PDF' }),
    [`message ${Z} file 3 Application/PDF`]
  ],
  [
    'sticker',
    one('sticker', { id: '4', mime_type: 'image/webp', animated: false }),
    [`message ${Z} sticker 4 image/webp`]
  ],
  [
    'animated sticker',
    one('sticker', { id: '4', mime_type: 'image/webp', animated: true }),
    [`message ${Z} sticker 4 image/webp`]
  ],
  [
    'reply to another message',
    one('image', media, { context: { id: 'wamid.q' } }),
    [`message ${Z} image ${media.id} image/jpeg re wamid.q`]
  ]
])

const badSpot = [`message ${Z} unsupported location`, 'problem a message of type location cannot be read']
const places = group('location', [
  ['coordinates only', one('location', { latitude: -23.5, longitude: -46.6 }), [`message ${Z} location -23.5 -46.6`]],
  [
    'coordinates as strings',
    one('location', { latitude: '-23.5', longitude: '-46.6' }),
    [`message ${Z} location -23.5 -46.6`]
  ],
  ['with a name', one('location', { latitude: 1, longitude: 2, name: 'Shop' }), [`message ${Z} location 1 2 Shop`]],
  [
    'with an address',
    one('location', { latitude: 1, longitude: 2, address: 'Rua 1' }),
    [`message ${Z} location 1 2 Rua 1`]
  ],
  [
    'with all fields',
    one('location', { latitude: 1, longitude: 2, name: 'Shop', address: 'Rua 1', url: 'https://example.com' }),
    [`message ${Z} location 1 2 Shop, Rua 1`]
  ],
  ['at zero', one('location', { latitude: 0, longitude: 0 }), [`message ${Z} location 0 0`]],
  ['latitude out of range', one('location', { latitude: 91, longitude: 2 }), badSpot],
  ['null coordinates', one('location', { latitude: null, longitude: null }), badSpot]
])

const ana = {
  name: { formatted_name: 'Ana Lima', first_name: 'Ana' },
  phones: [{ phone: '+55 11 9', wa_id: '55119', type: 'CELL' }]
}
const cards = group('contacts', [
  ['one contact', one('contacts', [ana]), [`message ${Z} contactCard Ana Lima +55 11 9`]],
  [
    'with email and company',
    one('contacts', [{ ...ana, emails: [{ email: 'ana@example.com' }], org: { company: 'ACME' } }]),
    [`message ${Z} contactCard Ana Lima +55 11 9 ana@example.com ACME`]
  ],
  [
    'without a formatted name',
    one('contacts', [{ name: { first_name: 'Ana', last_name: 'Lima' } }]),
    [`message ${Z} contactCard Ana Lima`]
  ],
  [
    'without a name',
    one('contacts', [{ phones: [{ phone: '+55 11 9' }] }]),
    [`message ${Z} contactCard +55 11 9 +55 11 9`]
  ],
  [
    'phone with only a WhatsApp id',
    one('contacts', [{ ...ana, phones: [{ wa_id: '55119' }] }]),
    [`message ${Z} contactCard Ana Lima 55119`]
  ],
  ['of a company', one('contacts', [{ org: { company: 'ACME' } }]), [`message ${Z} contactCard ACME ACME`]],
  [
    'shared on request',
    one('contacts', [{ ...ana, origin: 'contact_request' }]),
    [`message ${Z} contactCard Ana Lima +55 11 9`]
  ],
  [
    'two contacts',
    one('contacts', [ana, { name: { formatted_name: 'Bia' } }]),
    [`message ${Z} text Ana Lima · +55 11 9\nBia`]
  ],
  ['one of two is invalid', one('contacts', [null, ana]), [`message ${Z} contactCard Ana Lima +55 11 9`]],
  [
    'empty list',
    one('contacts', []),
    [`message ${Z} unsupported contacts`, 'problem a message of type contacts cannot be read']
  ],
  [
    'no usable fields',
    one('contacts', [{}]),
    [`message ${Z} unsupported contacts`, 'problem a message of type contacts cannot be read']
  ]
])

const flow = (response_json: string) => ({
  type: 'nfm_reply',
  nfm_reply: { name: 'flow', body: 'Sent', response_json }
})
const badChoice = [`message ${Z} unsupported interactive`, 'problem a message of type interactive cannot be read']
const choices = group('interactive', [
  [
    'button reply',
    one('interactive', { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } }),
    [`message ${Z} interactive Yes yes`]
  ],
  [
    'list reply',
    one('interactive', { type: 'list_reply', list_reply: { id: 'a', title: 'Bill', description: 'of May' } }),
    [`message ${Z} interactive Bill a of May`]
  ],
  [
    'list reply without a description',
    one('interactive', { type: 'list_reply', list_reply: { id: 'a', title: 'Bill' } }),
    [`message ${Z} interactive Bill a`]
  ],
  [
    'button reply without an id',
    one('interactive', { type: 'button_reply', button_reply: { title: 'Yes' } }),
    [`message ${Z} interactive Yes`]
  ],
  [
    'flow reply',
    one('interactive', flow('{"flow_token":"t","name":"Ana","days":[1,2]}')),
    [`message ${Z} interactive Sent flow name: Ana\ndays: [1,2]`]
  ],
  ['flow reply that is not JSON', one('interactive', flow('oops')), [`message ${Z} interactive Sent flow oops`]],
  ['flow reply whose JSON is an array', one('interactive', flow('[1]')), [`message ${Z} interactive Sent flow [1]`]],
  ['flow reply without fields', one('interactive', flow('{"flow_token":"t"}')), [`message ${Z} interactive Sent flow`]],
  [
    'flow reply without a response',
    one('interactive', { type: 'nfm_reply', nfm_reply: {} }),
    [`message ${Z} interactive Form`]
  ],
  ['unknown type', one('interactive', { type: 'product_reply', product_reply: {} }), badChoice],
  [
    'button reply without a title',
    one('interactive', { type: 'button_reply', button_reply: { id: 'yes' } }),
    badChoice
  ],
  ['template button', one('button', { text: 'Confirm', payload: 'C1' }), [`message ${Z} interactive Confirm C1`]],
  ['template button without a payload', one('button', { text: 'Confirm' }), [`message ${Z} interactive Confirm`]],
  [
    'template button without a text',
    one('button', { payload: 'C1' }),
    [`message ${Z} unsupported button`, 'problem a message of type button cannot be read']
  ]
])

const item = { product_retailer_id: 'sku-1', quantity: 2, item_price: 9.5, currency: 'BRL' }
const badOrder = [`message ${Z} unsupported order`, 'problem a message of type order cannot be read']
const orders = group('order', [
  ['one item', one('order', { catalog_id: '1', product_items: [item] }), [`message ${Z} order BRL 2×sku-1@9.5`]],
  [
    'with a text',
    one('order', { catalog_id: '1', text: 'soon please', product_items: [item] }),
    [`message ${Z} order BRL 2×sku-1@9.5 soon please`]
  ],
  [
    'numbers as strings',
    one('order', { product_items: [{ ...item, quantity: '2', item_price: '9.5' }] }),
    [`message ${Z} order BRL 2×sku-1@9.5`]
  ],
  [
    'without a price',
    one('order', { product_items: [{ product_retailer_id: 7, quantity: 1, currency: 'BRL' }] }),
    [`message ${Z} order BRL 1×7`]
  ],
  [
    'one item is invalid',
    one('order', { product_items: [{ quantity: 1 }, item] }),
    [`message ${Z} order BRL 2×sku-1@9.5`]
  ],
  ['without a currency', one('order', { product_items: [{ ...item, currency: undefined }] }), badOrder],
  ['no items', one('order', { product_items: [] }), badOrder]
])

const reactions = group('reaction', [
  ['added', one('reaction', { message_id: 'wamid.a', emoji: '👍' }), [`reaction ${Z} wamid.a 👍`]],
  ['removed', one('reaction', { message_id: 'wamid.a' }), [`reaction ${Z} wamid.a -`]],
  ['removed by an empty emoji', one('reaction', { message_id: 'wamid.a', emoji: '' }), [`reaction ${Z} wamid.a -`]],
  ['without a message id', one('reaction', { emoji: '👍' }), ['problem does not name its message']]
])
const edits = group('edit', [
  [
    'text',
    one('edit', { original_message_id: 'wamid.a', message: { type: 'text', text: { body: 'better' } } }),
    ['edit wamid.a text better']
  ],
  [
    'caption',
    one('edit', { original_message_id: 'wamid.a', message: { type: 'image', image: { ...media, caption: 'b' } } }),
    [`edit wamid.a image ${media.id} image/jpeg b`]
  ],
  [
    'unknown type',
    one('edit', { original_message_id: 'wamid.a', message: { type: 'hologram' } }),
    ['edit wamid.a unsupported hologram', 'problem the message type "hologram" is unknown']
  ],
  [
    'without a message id',
    one('edit', { message: { type: 'text' } }),
    ['problem does not name its message, or has no new content']
  ],
  [
    'without the new content',
    one('edit', { original_message_id: 'wamid.a' }),
    ['problem does not name its message, or has no new content']
  ]
])
const revocations = group('revocation', [
  ['of a message', one('revoke', { original_message_id: 'wamid.a' }), ['revocation wamid.a']],
  ['without a message id', one('revoke', {}), ['problem does not name its message']]
])

const unreadable = group('unsupported', [
  [
    'unsupported',
    messages(message({ type: 'unsupported', errors: [{ code: 131051, title: 'Message type unknown' }] })),
    [`message ${Z} unsupported Message type unknown`]
  ],
  [
    'unsupported, with details',
    messages(
      message({
        type: 'unsupported',
        errors: [{ code: 131051, title: 't', error_data: { details: 'Message type is currently not supported.' } }]
      })
    ),
    [`message ${Z} unsupported Message type is currently not supported.`]
  ],
  [
    'unsupported, with its type',
    messages(message({ type: 'unsupported', unsupported: { type: 'poll' }, errors: [{ code: 131051 }] })),
    [`message ${Z} unsupported poll`]
  ],
  ['unsupported, without details', messages(message({ type: 'unsupported' })), [`message ${Z} unsupported message`]],
  [
    'unknown',
    messages(message({ type: 'unknown', errors: [{ code: 501, title: 'Unknown' }] })),
    [`message ${Z} unsupported Unknown`]
  ],
  ['disappearing message', messages(message({ type: 'ephemeral' })), [`message ${Z} unsupported message`]],
  [
    'unknown type with a payload',
    one('hologram', { id: '1' }),
    [`message ${Z} unsupported hologram`, 'problem the message type "hologram" is unknown']
  ],
  [
    'type named like a property of every object',
    one('constructor', {}),
    [`message ${Z} unsupported constructor`, 'problem the message type "constructor" is unknown']
  ],
  [
    'type is not a string',
    messages(message({ type: 7 })),
    [`message ${Z} unsupported message`, 'problem the message type "" is unknown']
  ],
  ['chat opened for the first time', messages(message({ type: 'request_welcome' })), []]
])

const hi = { type: 'text', text: { body: 'hi' } }
const people = group('sender', [
  ['phone and business-scoped id', from([zoe], { from: PHONE, ...hi }), [`message ${BSUID} text hi (Zoe +${PHONE})`]],
  [
    'phone only',
    from([{ wa_id: PHONE, profile: { name: 'Zoe' } }], { from: PHONE, ...hi }),
    [`message ${PHONE} text hi (Zoe +${PHONE})`]
  ],
  ['phone without a contact', from(undefined, { from: PHONE, ...hi }), [`message ${PHONE} text hi (+${PHONE})`]],
  [
    'business-scoped id without phone',
    from([{ user_id: BSUID, profile: { name: 'Zoe', username: 'zoe' } }], { from_user_id: BSUID, ...hi }),
    [`message ${BSUID} text hi (Zoe)`]
  ],
  [
    'business-scoped id that only the contact has',
    from([{ user_id: BSUID, profile: { name: 'Zoe' } }], hi),
    [`message ${BSUID} text hi (Zoe)`]
  ],
  [
    'business-scoped id instead of a phone',
    from([], { from: BSUID, ...hi }),
    [`message ${BSUID} text hi (WhatsApp · 741918)`]
  ],
  [
    'id of a business with several portfolios',
    from([{ user_id: 'BR.ENT.11815799212886844830' }], { from_user_id: 'BR.ENT.11815799212886844830', ...hi }),
    ['message BR.ENT.11815799212886844830 text hi (WhatsApp · 844830)']
  ],
  [
    'digits in a business-scoped id are no phone',
    from([{ user_id: 'MY.2035550100999' }], { from_user_id: 'MY.2035550100999', ...hi }),
    ['message MY.2035550100999 text hi (WhatsApp · 100999)']
  ],
  [
    'username instead of a name',
    from([{ user_id: BSUID, profile: { username: 'zoe.lima' } }], { from_user_id: BSUID, ...hi }),
    [`message ${BSUID} text hi (@zoe.lima)`]
  ],
  [
    'empty name',
    from([{ wa_id: PHONE, profile: { name: '' } }], { from: PHONE, ...hi }),
    [`message ${PHONE} text hi (+${PHONE})`]
  ],
  [
    'invisible name',
    from([{ wa_id: PHONE, profile: { name: '\u3164\u200b' } }], { from: PHONE, ...hi }),
    [`message ${PHONE} text hi (+${PHONE})`]
  ],
  ['without a profile', from([{ wa_id: PHONE }], { from: PHONE, ...hi }), [`message ${PHONE} text hi (+${PHONE})`]],
  [
    'several contacts',
    from([{ wa_id: '111111', profile: { name: 'A' } }, zoe], { from: PHONE, ...hi }),
    [`message ${BSUID} text hi (Zoe +${PHONE})`]
  ],
  [
    'contact of another person',
    from([{ wa_id: '111111', profile: { name: 'A' } }], { from: PHONE, ...hi }),
    [`message ${PHONE} text hi (+${PHONE})`]
  ],
  ['contacts are not an array', from('nobody', { from: PHONE, ...hi }), [`message ${PHONE} text hi (+${PHONE})`]],
  ['no sender', from([], hi), ['problem does not say who wrote it']],
  [
    'member of a group',
    from([zoe], { from: PHONE, group_id: 'g1', ...hi }),
    ['problem was written in a group, and groups are not supported']
  ],
  [
    'from an ad',
    from([zoe], {
      from: PHONE,
      ...hi,
      referral: { source_id: '9', source_type: 'ad', source_url: 'https://fb.me/x', headline: 'Sale', ctwa_clid: 'c' }
    }),
    [
      `message ${BSUID} text hi (Zoe +${PHONE}) ad_source_id=9 ad_source_type=ad ad_source_url=https://fb.me/x ad_headline=Sale ad_ctwa_clid=c`
    ]
  ],
  [
    'from an ad without details',
    from([zoe], { from: PHONE, ...hi, referral: {} }),
    [`message ${BSUID} text hi (Zoe +${PHONE})`]
  ],
  [
    'from an ad that is not an object',
    from([zoe], { from: PHONE, ...hi, referral: 'ad' }),
    [`message ${BSUID} text hi (Zoe +${PHONE})`]
  ]
])

const NEW = 'BR.99999999999'
const changes = group('identity change', [
  [
    'new number',
    from([zoe], {
      from: PHONE,
      type: 'system',
      system: { type: 'user_changed_number', body: 'x', wa_id: '5511900000000', user_id: NEW, previous_user_id: BSUID }
    }),
    [`identity ${BSUID} ${NEW}`]
  ],
  [
    'new number, former format',
    from([], { from: PHONE, type: 'system', system: { type: 'user_changed_number', new_wa_id: '5511900000000' } }),
    [`identity ${PHONE} 5511900000000`]
  ],
  [
    'new id without a phone',
    from([], {
      from_user_id: BSUID,
      type: 'system',
      system: { type: 'user_changed_user_id', user_id: NEW, previous_user_id: BSUID }
    }),
    [`identity ${BSUID} ${NEW}`]
  ],
  ['same number', from([], { from: PHONE, type: 'system', system: { type: 'user_changed_number', wa_id: PHONE } }), []],
  [
    'without the new number',
    from([], { from: PHONE, type: 'system', system: { type: 'user_changed_number' } }),
    ['problem does not name the former and the new contact']
  ],
  ['without details', from([], { from: PHONE, type: 'system' }), ['problem does not say what changed']]
])

const told = group('status', [
  [
    'sent',
    statuses(status({ status: 'sent', pricing: { billable: true, pricing_model: 'PMP', category: 'service' } })),
    ['status wamid.out sent costs true service PMP']
  ],
  ['delivered', statuses(status({ status: 'delivered' })), ['status wamid.out delivered']],
  ['read', statuses(status({ status: 'read' })), ['status wamid.out read']],
  ['played', statuses(status({ status: 'played' })), ['status wamid.out played']],
  [
    'with callback data',
    statuses(status({ status: 'sent', biz_opaque_callback_data: 'm1.2' })),
    ['status wamid.out sent for m1.2']
  ],
  [
    "with another program's callback data",
    statuses(status({ status: 'sent', biz_opaque_callback_data: 'campaign of May' })),
    ['status wamid.out sent']
  ],
  [
    'failed',
    statuses(status({ status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] })),
    [
      'status wamid.out failed The message could not be delivered: the number is not on WhatsApp, has not accepted its terms, uses an outdated app, or has blocked you (131026: Message undeliverable)'
    ]
  ],
  [
    'failed, with details',
    statuses(
      status({ status: 'failed', errors: [{ code: 131049, title: 't', error_data: { details: 'healthy ecosystem' } }] })
    ),
    [
      'status wamid.out failed WhatsApp did not deliver it, to protect the customer from too many marketing messages; try again after a day at the earliest (131049: healthy ecosystem)'
    ]
  ],
  [
    'failed with an unknown code',
    statuses(status({ status: 'failed', errors: [{ code: 199999, message: 'New' }] })),
    ['status wamid.out failed New (199999)']
  ],
  [
    'failed without a reason',
    statuses(status({ status: 'failed' })),
    ['status wamid.out failed WhatsApp did not give a reason']
  ],
  [
    'failed with invalid errors',
    statuses(status({ status: 'failed', errors: 'many' })),
    ['status wamid.out failed WhatsApp did not give a reason']
  ],
  [
    'recipient without a phone',
    statuses(status({ status: 'read', recipient_id: undefined, recipient_user_id: BSUID })),
    ['status wamid.out read']
  ],
  ['without a timestamp', statuses({ id: 'wamid.out', status: 'read' }), ['status wamid.out read @now']],
  [
    'unknown status',
    statuses(status({ status: 'pondered' })),
    ['problem the status "pondered" of wamid.out is unknown']
  ],
  ['without an id', statuses({ status: 'read', timestamp: SENT }), ['problem a status has no id or no status']]
])

const elsewhere = group('echo', [
  ['text', echoes({ type: 'text', text: { body: 'from my phone' } }), [`echo ${PHONE} text from my phone`]],
  ['image', echoes({ type: 'image', image: media }), [`echo ${PHONE} image ${media.id} image/jpeg`]],
  [
    'recipient without a phone',
    echoes({ to: undefined, to_user_id: BSUID, type: 'text', text: { body: 'x' } }),
    [`echo ${BSUID} text x`]
  ],
  ['revoked', echoes({ type: 'revoke', revoke: { original_message_id: 'wamid.a' } }), ['revocation wamid.a']],
  [
    'edited',
    echoes({ type: 'edit', edit: { original_message_id: 'wamid.a', message: { type: 'text', text: { body: 'b' } } } }),
    ['edit wamid.a text b']
  ],
  ['without a recipient', echoes({ to: undefined, type: 'text', text: { body: 'x' } }), ['problem has no recipient']],
  ['reaction', echoes({ type: 'reaction', reaction: { message_id: 'wamid.a', emoji: '👍' } }), []]
])

const call = { id: 'wacid.1', from: PHONE, to: '551140028922', timestamp: SENT, direction: 'USER_INITIATED' }
const rings = group('call', [
  ['incoming', calls({ ...call, event: 'connect', session: { sdp: 'v=0' } }), [`message ${Z} unsupported call`]],
  ['ended', calls({ ...call, event: 'terminate', status: 'FAILED' }), [`message ${Z} unsupported call`]],
  ['outgoing', calls({ ...call, direction: 'BUSINESS_INITIATED', event: 'connect' }), []],
  ['without an id', calls({ from: PHONE }), ['problem a call has no id']]
])

const about = {
  message_template_id: 594425479261596,
  message_template_name: 'order_ready',
  message_template_language: 'pt_BR'
}
const account = group('account', [
  [
    'template approved',
    envelope(change('message_template_status_update', { event: 'APPROVED', ...about, reason: 'NONE' })),
    ['template order_ready pt_BR APPROVED']
  ],
  [
    'template rejected',
    envelope(change('message_template_status_update', { event: 'REJECTED', ...about, reason: 'PROMOTIONAL' })),
    ['template order_ready pt_BR REJECTED PROMOTIONAL']
  ],
  [
    'template quality',
    envelope(change('message_template_quality_update', { ...about, new_quality_score: 'YELLOW' })),
    ['template order_ready pt_BR YELLOW']
  ],
  [
    'template category',
    envelope(change('template_category_update', { ...about, new_category: 'MARKETING' })),
    ['template order_ready pt_BR MARKETING']
  ],
  ['number quality', envelope(change('phone_number_quality_update', { event: 'ONBOARDING' })), []],
  [
    'messaging limit',
    envelope(change('business_capability_update', { max_daily_conversations_per_business: 2000 })),
    ['account 2000']
  ],
  [
    'messaging limit as a tier',
    envelope(change('business_capability_update', { max_daily_conversations_per_business: 'TIER_UNLIMITED' })),
    ['account unlimited']
  ],
  [
    'messaging limit lifted, former format',
    envelope(change('business_capability_update', { max_daily_conversation_per_phone: -1 })),
    ['account unlimited']
  ],
  [
    'unknown messaging limit',
    envelope(change('business_capability_update', { max_daily_conversations_per_business: 'TIER_∞' })),
    []
  ],
  [
    'messaging limit with the previous one',
    envelope(
      change('phone_number_quality_update', { event: 'UPGRADE', old_limit: 'TIER_2K', current_limit: 'TIER_10K' })
    ),
    ['account 10000']
  ],
  [
    'number throughput',
    envelope(change('phone_number_quality_update', { event: 'THROUGHPUT_UPGRADE', current_limit: 'TIER_UNLIMITED' })),
    []
  ],
  [
    'low number quality',
    envelope(change('phone_number_quality_update', { event: 'FLAGGED', display_phone_number: '551140028922' })),
    ['account FLAGGED 551140028922']
  ],
  [
    'number quality restored',
    envelope(change('phone_number_quality_update', { event: 'UNFLAGGED', display_phone_number: '551140028922' })),
    ['account fine']
  ],
  [
    'account restricted',
    envelope(
      change('account_update', {
        event: 'ACCOUNT_RESTRICTION',
        restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_893_499_200 }]
      })
    ),
    ['account ACCOUNT_RESTRICTION RESTRICTED_BIZ_INITIATED_MESSAGING']
  ],
  [
    'account banned',
    envelope(change('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } })),
    ['account DISABLED_UPDATE DISABLE']
  ],
  [
    'account reinstated',
    envelope(change('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } })),
    ['account fine']
  ],
  ['other account update', envelope(change('account_update', { event: 'VOLUME_BASED_PRICING_TIER_UPDATE' })), []],
  ['unknown field', envelope(change('holograms', {})), ['problem the field "holograms" is unknown']]
])

const good = message({ type: 'text', text: { body: 'good' }, id: 'wamid.g' })
const G = `message ${Z} text good`
const shapes = group('payload', [
  [
    'several messages',
    messages(good, message({ type: 'text', text: { body: 'second' } })),
    [G, `message ${Z} text second`]
  ],
  [
    'several changes',
    envelope(
      change('messages', { contacts: [zoe], messages: [good] }),
      change('messages', { statuses: [status({ status: 'read' })] })
    ),
    [G, 'status wamid.out read']
  ],
  [
    'several entries',
    {
      object: 'whatsapp_business_account',
      entry: [...messages(good).entry, ...statuses(status({ status: 'read' })).entry]
    },
    [G, 'status wamid.out read']
  ],
  [
    'messages and statuses',
    envelope(change('messages', { contacts: [zoe], messages: [good], statuses: [status({ status: 'read' })] })),
    [G, 'status wamid.out read']
  ],
  [
    'an invalid message between valid ones',
    messages(good, null as never, { id: '' }, good),
    [G, G, 'problem one of messages is not an object', 'problem a message has no id']
  ],
  [
    'an invalid status between valid ones',
    statuses(status({ status: 'sent' }), 5 as never, status({ status: 'read' })),
    ['status wamid.out sent', 'status wamid.out read', 'problem one of statuses is not an object']
  ],
  [
    'an invalid change before a valid one',
    envelope(7, change('messages', { contacts: [zoe], messages: [good] })),
    [G, 'problem a change of entry 0 has no field or no value']
  ],
  [
    'an invalid entry before a valid one',
    { entry: [null, ...messages(good).entry] },
    [G, 'problem entry 0 has no changes']
  ],
  [
    'messages are not an array',
    envelope(change('messages', { messages: { a: 1 } })),
    ['problem messages is not a list']
  ],
  ['account errors', envelope(change('messages', { errors: [{ code: 130429, title: 'Rate limit hit' }] })), []],
  ['an empty object', {}, ['problem the notification has no entries']],
  ['an array', [], ['problem the notification has no entries']],
  ['null', null, ['problem the notification has no entries']],
  ['a string', 'hello', ['problem the notification has no entries']],
  [
    'without a phone number id',
    { entry: [{ changes: [{ field: 'messages', value: { messages: [good] } }] }] },
    [`message ${PHONE} text good`]
  ],
  [
    'another phone number',
    envelope({ field: 'messages', value: { metadata: { phone_number_id: '1' }, contacts: [zoe], messages: [good] } }),
    [G]
  ],
  ['unknown fields', { ...messages({ ...good, novelty: { deep: [1] } }), more: 1 }, [G]]
])

export const corpus: Case[] = [
  ...[
    ...texts,
    ...files,
    ...places,
    ...cards,
    ...choices,
    ...orders,
    ...reactions,
    ...edits,
    ...revocations,
    ...unreadable
  ],
  ...[...people, ...changes, ...told, ...elsewhere, ...rings, ...account, ...shapes]
]
