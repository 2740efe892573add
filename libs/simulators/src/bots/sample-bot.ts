// A bot with a menu of departments, the opening hours and an order number, as described in docs/how-to/write-a-bot.md.
// It is a standalone program that knows nothing of this repository but the public API.
import { io } from 'socket.io-client'

const { INBOX_URL = 'http://127.0.0.1:4100', INBOX_TOKEN: token } = process.env
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const ORDER = 'What is your order number?'
type Department = { id: string; name: string; active: boolean; hours?: { weekly: Hours[] } }
type Hours = { day: number; from: string; to: string }
type Message = { id: string; direction: string; content: { text?: string; title?: string } }
type Holder = { agent?: { id: string }; offer?: { id: string; agentId: string } }
type Conversation = Holder & { id: string; status: string; departmentId: string }

async function call(method: string, path: string, body?: object) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const answer = await fetch(INBOX_URL + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return JSON.parse(await answer.text())
}
const act = (id: string, action: string, body: object) => call('POST', `/v1/conversations/${id}/${action}`, body)

/** Answers the contact's last message. If anything fails, the conversation goes to people by itself. */
async function answer({ id, departmentId }: Conversation) {
  const messages: Message[] = (await call('GET', `/v1/conversations/${id}/messages?limit=5`)).items
  const last = messages.at(-1)
  if (last?.direction !== 'inbound') return
  // named after the message it answers, so that it is sent only once however often it is tried
  const say = (text: string) =>
    act(id, 'messages', { clientMessageId: `to-${last.id}`, content: { type: 'text', text } })
  const words = last.content.text ?? last.content.title ?? '(no text)'
  if (messages.findLast(({ direction }) => direction === 'outbound')?.content.text === ORDER) {
    await say('Thank you. A colleague will take a look and answer you here.')
    return act(id, 'return', { note: 'Asks about an order', context: [{ label: 'Order', value: words.slice(0, 300) }] })
  }
  const departments: Department[] = (await call('GET', '/v1/departments?limit=200')).items
  const others = departments.filter(each => each.active && each.id !== departmentId).slice(0, 5)
  const choice = Number(words)
  const chosen = others[choice - 3]
  if (choice === 1) return say(ORDER)
  if (choice === 2) {
    const hours = departments.find(each => each.id === departmentId)?.hours?.weekly
    const open = hours?.map(({ day, from, to }) => `${DAYS[day]} ${from}–${to}`)
    return say(open ? `Our hours: ${open.join(', ')}` : 'We are always open.')
  }
  if (chosen) {
    const context = [{ label: 'Asked for', value: chosen.name }]
    await say(`One moment, I am passing you on to ${chosen.name}.`)
    return act(id, 'transfer', { departmentId: chosen.id, context }).catch(() => act(id, 'return', { context }))
  }
  const choices = ['My order', 'Opening hours', ...others.map(({ name }) => name)]
  const lines = choices.map((each, index) => `${index + 1} ${each}`)
  return say(['How can I help? Please answer with a number.', ...lines].join('\n'))
}

const { agent: me } = await call('GET', '/v1/me')
await call('PUT', '/v1/me/status', { status: 'available' })
const mine = new Map<string, Conversation>()
async function look(each: Conversation) {
  const offer = each.offer?.agentId === me.id ? each.offer : undefined
  if (!offer && (each.status !== 'ongoing' || each.agent?.id !== me.id)) return mine.delete(each.id)
  const isNew = !mine.has(each.id)
  mine.set(each.id, each)
  if (offer && isNew) await act(each.id, 'accept', { offerId: offer.id })
  return isNew && answer(each)
}
const attempt = (work: Promise<unknown>) => void work.catch(console.error)
const socket = io(INBOX_URL, { transports: ['websocket'], auth: { token } })
socket.on('snapshot', ({ tabs }) => {
  for (const each of tabs.ongoing.items) attempt(look(each))
})
socket.on('offer', each => attempt(look(each)))
socket.on('conversation', each => attempt(look(each)))
socket.on('message', ({ conversationId, message }) => {
  const conversation = mine.get(conversationId)
  if (conversation && message.direction === 'inbound') attempt(answer(conversation))
})
socket.on('connect', () => console.log(`${me.name} is there`))
