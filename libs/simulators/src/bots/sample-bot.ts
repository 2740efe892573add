// A bot with a menu of departments, the opening hours and an order number, as docs/how-to/write-a-bot.md tells it.
// It is a program of its own, which knows the public API and nothing else of this repository.
import { io } from 'socket.io-client'

const { INBOX_URL = 'http://127.0.0.1:4100', BOT_EMAIL: email, BOT_PASSWORD: password } = process.env
let token = process.env.INBOX_TOKEN

async function call(method: string, path: string, body?: object) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const answer = await fetch(INBOX_URL + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return JSON.parse(await answer.text())
}
/** The token of a service account is good until it is revoked, that of a sign-in for minutes. */
const signIn = async () => {
  if (email) token = (await call('POST', '/v1/auth/login', { email, password })).accessToken
}
const act = (id: string, action: string, body: object = {}) => call('POST', `/v1/conversations/${id}/${action}`, body)
/** Says it once, however often it is tried: named after the message that it answers. */
const say = (id: string, answers: string, text: string) =>
  act(id, 'messages', { clientMessageId: `to-${answers}`, content: { type: 'text', text } })

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const asksOrder = new Set<string>()

async function reply(id: string, departmentId: string, answers: string, words: string) {
  const { items } = await call('GET', '/v1/departments?limit=200')
  const hours = items.find((each: { id: string }) => each.id === departmentId)?.hours
  const others: { id: string; name: string }[] = items
    .filter((each: { id: string; active: boolean }) => each.active && each.id !== departmentId)
    .slice(0, 5)
  const choice = Number(words.trim())
  const department = others[choice - 3]
  if (asksOrder.delete(id)) {
    await say(id, answers, 'Thank you. A colleague will take a look and answer you here.')
    await act(id, 'return', { note: 'Asks about an order', context: [{ label: 'Order', value: words.slice(0, 300) }] })
  } else if (choice === 1) {
    asksOrder.add(id)
    await say(id, answers, 'What is your order number?')
  } else if (choice === 2) {
    const open = hours?.weekly.map(
      ({ day, from, to }: { day: number; from: string; to: string }) => `${DAYS[day]} ${from}–${to}`
    )
    await say(id, answers, open ? `Our hours: ${open.join(', ')}` : 'We are always open.')
  } else if (department) {
    const context = [{ label: 'Asked for', value: department.name }]
    await say(id, answers, `One moment, I am passing you on to ${department.name}.`)
    await act(id, 'transfer', { departmentId: department.id, context }).catch(() => act(id, 'return', { context }))
  } else {
    const choices = ['My order', 'Opening hours', ...others.map(({ name }) => name)]
    const lines = choices.map((each, index) => `${index + 1} ${each}`)
    await say(id, answers, ['How can I help? Please answer with a number.', ...lines].join('\n'))
  }
}

/** Takes what is offered, and answers what waits for that. If anything fails, people get it by themselves. */
async function serve(id: string, mine: string) {
  const { offer, departmentId } = await call('GET', `/v1/conversations/${id}`)
  if (offer?.agentId === mine) await act(id, 'accept', { offerId: offer.id })
  const { items } = await call('GET', `/v1/conversations/${id}/messages?limit=1`)
  const { direction, id: answers, content } = items[0]
  if (direction === 'inbound') await reply(id, departmentId, answers, content.text ?? content.title ?? '')
}

await signIn()
const { agent } = await call('GET', '/v1/me')
await call('PUT', '/v1/me/status', { status: 'available' })
const ongoing = new Set<string>()
const look = (each: { id: string; status: string; agent?: { id: string }; offer?: { agentId: string } }) => {
  const isMine = each.offer?.agentId === agent.id || (each.status === 'ongoing' && each.agent?.id === agent.id)
  if (!isMine) return ongoing.delete(each.id)
  if (!ongoing.has(each.id)) void serve(each.id, agent.id).catch(console.error)
  return ongoing.add(each.id)
}
const socket = io(INBOX_URL, {
  transports: ['websocket'],
  auth: give => void signIn().then(() => give({ token }), console.error)
})
socket.on('snapshot', ({ tabs }) => tabs.ongoing.items.forEach(look))
socket.on('conversation', look)
socket.on('offer', look)
socket.on('message', ({ conversationId: id, message }) => {
  if (message.direction === 'inbound' && ongoing.has(id)) void serve(id, agent.id).catch(console.error)
})
socket.on('connect', () => console.log(`${agent.name} is there`))
