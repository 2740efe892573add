import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, bytesOf } from '@inbox/double-pages'
import type { Check, Fields } from '../checks/rules.ts'
import { actsOf, changesNumber, Impossible, keepFile } from '../customers/acts.ts'
import { type GraphError, graphError } from '../errors.ts'
import { MAX_BYTES, parsed } from '../graph/router.ts'
import { deliverWaiting, report } from '../graph/statuses.ts'
import type { Double } from '../state/double.ts'
import type { Fault } from '../state/faults.ts'
import { type BusinessNumber, type Customer, newUserId } from '../state/world.ts'
import type { Content } from '../webhooks/messages.ts'
import { handshake } from '../webhooks/notify.ts'
import type { Status } from '../webhooks/statuses.ts'
import { chatView } from './chat.ts'
import { streamChanges } from './events.ts'
import { forms } from './forms.ts'
import { addNumber, addTemplate, judgeTemplate, type NewTemplate } from './numbers.ts'

interface Call {
  double: Double
  /** Ids in the path: of numbers, customers and the rest. */
  ids: string[]
  // biome-ignore lint/suspicious/noExplicitAny: its schema has been checked before
  body: any
  url: URL
}
type Operation = readonly [method: string, path: RegExp, form: Check, run: (call: Call) => unknown]

const found = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Impossible(`There is no such ${what}`)
  return value
}
const numberOf = ({ world }: Double, id: string): BusinessNumber => found(world.numbers.get(id), 'number')
const customerOf = ({ world }: Double, id: string): Customer => found(world.customers.get(id), 'customer')
const acting = ({ double, ids, body }: Call) =>
  actsOf(double, numberOf(double, body.phoneNumberId), customerOf(double, ids[0]!))

const operations: readonly Operation[] = [
  ['GET', /^\/numbers$/, forms.nothing, ({ double }) => [...double.world.numbers.values()]],
  ['POST', /^\/numbers$/, forms.newNumber, ({ double, body }) => addNumber(double, body)],
  [
    'PATCH',
    /^\/numbers\/(\d+)$/,
    forms.changedNumber,
    ({ double, ids, body }) => Object.assign(numberOf(double, ids[0]!), body)
  ],
  ['POST', /^\/numbers\/(\d+)\/webhook$/, forms.webhook, subscribe],
  [
    'POST',
    /^\/numbers\/(\d+)\/notifications$/,
    forms.notification,
    ({ double, ids, body }) => {
      const number = numberOf(double, ids[0]!)
      double.notifier.notify(number, undefined, { field: body.field, value: body.value })
    }
  ],
  [
    'POST',
    /^\/numbers\/(\d+)\/templates$/,
    forms.template,
    ({ double, ids, body }) => addTemplate(double, numberOf(double, ids[0]!), body as NewTemplate)
  ],
  [
    'PATCH',
    /^\/numbers\/(\d+)\/templates\/(\d+)$/,
    forms.templateStatus,
    ({ double, ids, body }) => judgeTemplate(double, numberOf(double, ids[0]!), ids[1]!, body.status, body.reason)
  ],
  ['GET', /^\/customers$/, forms.nothing, ({ double }) => [...double.world.customers.values()]],
  ['POST', /^\/customers$/, forms.newCustomer, ({ double, body }) => addCustomer(double, body)],
  ['PATCH', /^\/customers\/([\w-]+)$/, forms.changedCustomer, changeCustomer],
  [
    'POST',
    /^\/customers\/([\w-]+)\/phone$/,
    forms.changedPhone,
    ({ double, ids, body }) => {
      const customer = customerOf(double, ids[0]!)
      changesNumber(double, customer, body.phone)
      return customer
    }
  ],
  [
    'GET',
    /^\/customers\/([\w-]+)\/chats\/(\d+)$/,
    forms.nothing,
    ({ double, ids }) => chatView(double, numberOf(double, ids[1]!), customerOf(double, ids[0]!))
  ],
  [
    'POST',
    /^\/customers\/([\w-]+)\/messages$/,
    forms.messages,
    call => acting(call).write(call.body.messages, call.body.together)
  ],
  [
    'POST',
    /^\/customers\/([\w-]+)\/reactions$/,
    forms.reaction,
    call => ({ id: acting(call).reacts(call.body.messageId, call.body.emoji) })
  ],
  [
    'POST',
    /^\/customers\/([\w-]+)\/edits$/,
    forms.edit,
    call => ({ id: acting(call).edits(call.body.messageId, call.body.content as Content) })
  ],
  [
    'POST',
    /^\/customers\/([\w-]+)\/revocations$/,
    forms.revocation,
    call => ({ id: acting(call).revokes(call.body.messageId) })
  ],
  ['POST', /^\/customers\/([\w-]+)\/reads$/, forms.reading, call => acting(call).reads()],
  ['POST', /^\/customers\/([\w-]+)\/calls$/, forms.call, call => ({ id: acting(call).calls(call.body.seconds) })],
  [
    'POST',
    /^\/customers\/([\w-]+)\/echoes$/,
    forms.echo,
    call => ({ id: acting(call).isAnsweredFromApp(call.body.content as Content) })
  ],
  [
    'POST',
    /^\/statuses$/,
    forms.status,
    ({ double, body }) => tellStatus(double, body.messageId, body.status, body.code, body.details)
  ],
  ['GET', /^\/faults$/, forms.nothing, ({ double }) => double.faults.all()],
  ['POST', /^\/faults$/, forms.fault, ({ double, body }) => double.faults.add(body as Fault)],
  ['DELETE', /^\/faults$/, forms.nothing, ({ double }) => double.faults.clear()],
  ['GET', /^\/log$/, forms.nothing, ({ double }) => double.log.all()],
  ['DELETE', /^\/log$/, forms.nothing, ({ double }) => double.log.clear()],
  ['GET', /^\/clock$/, forms.nothing, ({ double }) => ({ now: new Date(double.world.clock.now()).toISOString() })],
  [
    'POST',
    /^\/clock$/,
    forms.clock,
    ({ double, body }) => {
      const { clock } = double.world
      if (body.halted !== undefined) clock.halt(body.halted)
      clock.advance(body.advanceMs ?? 0)
      return { now: new Date(double.world.clock.now()).toISOString() }
    }
  ],
  ['POST', /^\/idle$/, forms.nothing, ({ double }) => double.notifier.idle()]
]

async function subscribe({ double, ids, body }: Call): Promise<BusinessNumber> {
  const number = numberOf(double, ids[0]!)
  if (!(await handshake(body.url, number.verifyToken))) throw new Impossible(`${body.url} did not answer the challenge`)
  return Object.assign(number, { webhookUrl: body.url })
}

export type NewCustomer = Partial<Omit<Customer, 'id'>>

function addCustomer({ world }: Double, given: NewCustomer): Customer {
  const customer = {
    // customers are never removed
    id: `customer-${world.customers.size + 1}`,
    userId: newUserId(),
    online: true,
    readsAtOnce: false,
    blocked: false,
    ...given
  }
  world.customers.set(customer.id, customer)
  return customer
}

function changeCustomer({ double, ids, body }: Call): Customer {
  const customer = Object.assign(customerOf(double, ids[0]!), body)
  if (customer.online) deliverWaiting(double, customer.id)
  return customer
}

/** Reports any status of any message, in any order. */
function tellStatus(double: Double, messageId: string, status: Status, code?: number, details = 'On demand'): void {
  const chat = double.world.chatWith.get(messageId)
  const message = chat?.messages.findLast(({ id, direction }) => id === messageId && direction === 'out')
  if (!chat || !message) throw new Impossible('There is no such message')
  message.status = undefined
  const error: GraphError | undefined = status === 'failed' ? graphError(code ?? 131000, details) : undefined
  report(double, { number: numberOf(double, chat.phoneNumberId), chat, message }, status, error)
}

/** Answers calls of the control API; `path` begins after its prefix. */
export async function answerControl(
  double: Double,
  request: IncomingMessage,
  response: ServerResponse,
  path: string
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const { method = 'GET' } = request
  if (method === 'GET' && path === '/events') return streamChanges(double, request, response)
  if (path.startsWith('/files')) return files(double, request, response, path, url)
  const operation = operations.find(([verb, pattern]) => verb === method && pattern.test(path))
  if (!operation) return answerJson(response, 404, { error: `${method} ${path} is no operation` })
  const [, pattern, form, run] = operation
  const read = parsed(await bytesOf(request, MAX_BYTES))
  const wrong = 'error' in read ? read.error : form(read.value, 'body')
  if (wrong) return answerJson(response, 400, { error: wrong.details })
  try {
    const ids = pattern.exec(path)!.slice(1)
    const answer = await run({ double, ids, url, body: (read as { value: Fields }).value })
    answerJson(response, answer === undefined ? 204 : method === 'POST' ? 201 : 200, answer)
  } catch (error) {
    if (!(error instanceof Impossible)) throw error
    answerJson(response, error.message.startsWith('There is no such') ? 404 : 409, { error: error.message })
  }
}

/** `POST /files?number=&name=`: a file on a customer's phone; `GET /files/<id>`: any file of a chat. */
async function files(
  double: Double,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { searchParams }: URL
): Promise<void> {
  if (request.method === 'POST' && path === '/files') {
    const number = double.world.numbers.get(searchParams.get('number') ?? '')
    if (!number) return answerJson(response, 404, { error: 'There is no such number' })
    const bytes = await bytesOf(request, MAX_BYTES)
    const mimeType = request.headers['content-type'] ?? 'application/octet-stream'
    const id = keepFile(double, number.phoneNumberId, bytes, mimeType, searchParams.get('name') ?? undefined)
    return answerJson(response, 201, { id })
  }
  const media = double.world.media.get(path.slice('/files/'.length))
  if (!media) return answerJson(response, 404, { error: 'There is no such file' })
  response.writeHead(200, {
    'content-type': media.mimeType,
    'content-length': media.bytes.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox"
  })
  response.end(media.bytes)
}
