import { bubble } from './bubble.js'
import { at, callsBelow, element, onNewCustomer, tries } from './page.js'
import { orderConfirmation, picture, place, voiceNote } from './samples.js'

const call = callsBelow('/phone/api')
const remembered = JSON.parse(localStorage.getItem('phone') ?? '{}')
let people = []
let numbers = []
let customer
let number
/** The messages being answered and edited. */
let quoted
let edited

const remember = () =>
  localStorage.setItem('phone', JSON.stringify({ customer: customer?.id, number: number?.phoneNumberId }))
const chatPath = () => `/customers/${customer.id}/chats/${number.phoneNumberId}`
const act = (what, body = {}) =>
  call('POST', `/customers/${customer.id}/${what}`, { phoneNumberId: number.phoneNumberId, ...body })

const named = ({ name, username, phone }) => name || (username && `@${username}`) || phone || 'Somebody'

function showPeople() {
  at('people').replaceChildren(
    ...people.map(person =>
      element(
        'li',
        {},
        element(
          'button',
          { type: 'button', 'aria-pressed': String(person === customer), onclick: () => choose(person) },
          element(
            'span',
            { class: 'avatar', 'aria-hidden': 'true' },
            named(person).replace(/^[@+]/, '')[0].toUpperCase()
          ),
          element(
            'span',
            {},
            element('b', {}, named(person)),
            element('small', {}, person.username ? `@${person.username}` : `+${person.phone}`)
          )
        )
      )
    )
  )
  at('online').checked = customer.online
  at('blocked').checked = customer.blocked
}

function showNumbers() {
  at('numbers').replaceChildren(
    ...numbers.map(each =>
      element(
        'button',
        { type: 'button', role: 'tab', 'aria-selected': String(each === number), onclick: () => chooseNumber(each) },
        each.verifiedName
      )
    )
  )
}

async function choose(person) {
  customer = person
  shown = 0
  answer()
  remember()
  showPeople()
  await showChat()
}

async function chooseNumber(each) {
  number = each
  shown = 0
  answer()
  remember()
  showNumbers()
  await showChat()
}

const acts = {
  refresh: () => tries(showChat),
  react: (message, emoji) => tries(() => act('reactions', { messageId: message.id, ...(emoji && { emoji }) })),
  quote: message => answer(message),
  edit(message) {
    answer()
    edited = message
    at('text').value = message.text
    at('text').focus()
  },
  revoke: message => tries(() => act('revocations', { messageId: message.id })),
  tap: (message, { id, title, kind }) => tries(() => writes(tapped(id, title, kind), message.id))
}

const tapped = (id, title, kind) => {
  if (kind === 'quickReply') return { type: 'button', button: { text: title, payload: id } }
  const type = kind === 'row' ? 'list_reply' : 'button_reply'
  return { type: 'interactive', interactive: { type, [type]: { id, title } } }
}

function answer(message) {
  quoted = message
  edited = undefined
  at('quoted').hidden = !message
  at('quoted').firstChild.textContent = message ? (message.text ?? `[${message.content.type}]`) : ''
  if (message) at('text').focus()
}

async function writes(content, quotes = quoted?.id) {
  await act('messages', { messages: [{ content, ...(quotes && { quotes }) }] })
  answer()
}

async function sendsFile(blob, type, name) {
  const query = new URLSearchParams({ number: number.phoneNumberId, ...(name && { name }) })
  const { id } = await call(
    'POST',
    `/files?${query}`,
    blob,
    type === 'audio' && /ogg/.test(blob.type) ? 'audio/ogg; codecs=opus' : blob.type || 'application/octet-stream'
  )
  await writes({
    type,
    [type]: { id, ...(type === 'audio' && { voice: true }), ...(type === 'document' && { filename: name }) }
  })
}

const kindOf = ({ type }) => ['image', 'video', 'audio'].find(kind => type.startsWith(`${kind}/`)) ?? 'document'

const sends = {
  picture: async () => sendsFile(await picture(), 'image'),
  voice: async () => sendsFile(await voiceNote(), 'audio'),
  document: async () => sendsFile(orderConfirmation(), 'document', 'Order 2026-118.pdf'),
  location: async () => writes({ type: 'location', location: place }),
  file: async () => at('file').click()
}

/** The latest request wins: answers may arrive in a different order. */
let asked = 0
let shown = 0
async function showChat() {
  const turn = ++asked
  const chat = await call('GET', chatPath())
  if (turn !== asked) return
  at('business').textContent = chat.businessName
  at('avatar').textContent = chat.businessName[0]
  at('presence').textContent = chat.typing ? 'typing…' : `+${chat.businessPhone}`
  const log = at('log')
  const open = log.querySelector('details[open]')
  if (!open)
    log.replaceChildren(...chat.messages.map(message => bubble(message, chat.messages, acts, chat.coexistence)))
  if (chat.messages.length !== shown) log.scrollTop = log.scrollHeight
  shown = chat.messages.length
  const isNew = chat.messages.some(({ direction, status }) => direction === 'out' && status === 'delivered')
  if (isNew && document.visibilityState === 'visible') await act('reads')
}

function listen() {
  const events = new EventSource('/phone/api/events')
  events.onopen = () => tries(showChat)
  events.onmessage = ({ data }) => {
    const { customerId, phoneNumberId } = JSON.parse(data)
    if (customerId === customer.id && phoneNumberId === number.phoneNumberId) void tries(showChat)
  }
}

at('compose').addEventListener('submit', event => {
  event.preventDefault()
  const body = at('text').value.trim()
  if (!body) return
  void tries(async () => {
    const content = { type: 'text', text: { body } }
    if (edited) await act('edits', { messageId: edited.id, content })
    else await writes(content)
    edited = undefined
    at('text').value = ''
  })
})
at('text').addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  at('compose').requestSubmit()
})
const openMenu = isOpen => {
  at('menu').hidden = !isOpen
  at('attach').setAttribute('aria-expanded', String(isOpen))
}
at('attach').addEventListener('click', () => openMenu(at('menu').hidden))
at('menu').addEventListener('click', ({ target }) => {
  const what = target.closest('[data-sends]')?.dataset.sends
  openMenu(false)
  if (what) void tries(sends[what])
})
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return
  openMenu(false)
  answer()
})
at('file').addEventListener('change', ({ target }) => {
  const [file] = target.files
  if (file) void tries(() => sendsFile(file, kindOf(file), file.name))
  target.value = ''
})
at('quoted').lastElementChild.addEventListener('click', () => answer())
at('call').addEventListener('click', () => tries(() => act('calls')))
for (const what of ['online', 'blocked'])
  at(what).addEventListener('change', ({ target }) =>
    tries(async () =>
      Object.assign(customer, await call('PATCH', `/customers/${customer.id}`, { [what]: target.checked }))
    )
  )
onNewCustomer(async given => {
  const person = await call('POST', '/customers', given)
  people.push(person)
  await choose(person)
})
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && tries(showChat))

await tries(async () => {
  ;[people, numbers] = await Promise.all([call('GET', '/customers'), call('GET', '/numbers')])
  customer = people.find(({ id }) => id === remembered.customer) ?? people[0]
  number = numbers.find(({ phoneNumberId }) => phoneNumberId === remembered.number) ?? numbers[0]
  if (!customer || !number) throw new Error('No channel is connected to this phone')
  showPeople()
  showNumbers()
  listen()
})
