import { agent } from './builders.ts'
import type { QueueOver } from './queue-over.ts'
import type { World } from './world.ts'

/** Something that wakes the queue: `given` happened before; `run` is delivered, and redelivered if unanswered. */
export interface Handler<Given = never> {
  given(queue: QueueOver, world: World): Promise<Given>
  run(queue: QueueOver, world: World, given: Given): Promise<unknown>
}

const text = (words: string) => ({ type: 'text' as const, text: words })
const LONGER_THAN_A_WINDOW_MS = 25 * 3_600_000

async function waiting(queue: QueueOver, world: World, id = 'first', contact = 'bia'): Promise<string> {
  await queue.receive(world.message(id, { contact: { id: world.name(contact) } }))
  return world.conversationOf(queue, contact)
}
async function ongoing(queue: QueueOver, world: World): Promise<string> {
  const id = await waiting(queue, world)
  await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
  return id
}
async function pending(queue: QueueOver, world: World): Promise<string> {
  const id = await ongoing(queue, world)
  await queue.desk.park(id, world.reader('ana'), undefined, queue.origin)
  return id
}
async function offered(queue: QueueOver, world: World): Promise<{ id: string; offerId: string }> {
  const id = await waiting(queue, world)
  const offer = world.offerTo('ana', id)
  await queue.offers.offer(offer, queue.origin)
  return { id, offerId: offer.offerId }
}
async function transferring(queue: QueueOver, world: World): Promise<{ id: string; offerId: string }> {
  const id = await ongoing(queue, world)
  const done = await queue.desk.transferToAgent(id, world.reader('ana'), { agentId: world.name('rui') }, queue.origin)
  if (!done.ok || done.value.conversation.status !== 'offered') throw new Error('not on offer')
  return { id, offerId: done.value.conversation.offer.id }
}
async function answered(queue: QueueOver, world: World): Promise<{ id: string; messageId: string }> {
  const id = await ongoing(queue, world)
  const reply = { clientMessageId: 'reply', content: text('Good morning') }
  const sent = await queue.desk.send(id, world.reader('ana'), reply, queue.origin)
  if (!sent.ok) throw new Error(sent.error.detail)
  return { id, messageId: sent.value.id }
}
async function expired(queue: QueueOver, world: World): Promise<string> {
  const id = await ongoing(queue, world)
  world.clock.advance(LONGER_THAN_A_WINDOW_MS)
  await queue.execute(id, { type: 'expire' }, queue.origin)
  return id
}
/** Ana serves one conversation and is offered another. */
async function atWork(queue: QueueOver, world: World): Promise<void> {
  await ongoing(queue, world)
  const other = await waiting(queue, world, 'other', 'caio')
  await queue.offers.offer(world.offerTo('ana', other), queue.origin)
}
const handler = <Given>(given: Handler<Given>['given'], run: Handler<Given>['run']) =>
  ({ given, run }) as Handler<unknown>
const next = async (_: QueueOver, world: World) => world.message('next')

/** Everything that wakes the queue and changes something, over the broker, over HTTP and by timers. */
export const handlers: Record<string, Handler<unknown>> = {
  'a first message': handler(
    async (_, world) => world.message('first'),
    (queue, _, message) => queue.receive(message)
  ),
  'a message that tells that two contacts, of whom both wait for an answer, are one': handler(
    async (queue, world) => {
      await ongoing(queue, world)
      await waiting(queue, world, 'other', 'caio')
      const contact = { id: world.name('caio'), aliases: [world.name('bia')] }
      return world.message('next', { contact })
    },
    (queue, _, message) => queue.receive(message)
  ),
  'a contact who is called otherwise from now on, and has written under both names': handler(
    async (queue, world) => {
      const id = await ongoing(queue, world)
      await queue.desk.close(id, world.reader('ana'), {}, queue.origin)
      await waiting(queue, world, 'second')
      await ongoing(queue, world)
      await waiting(queue, world, 'other', 'caio')
      const names = { contactId: world.name('bia'), newId: world.name('caio') }
      return { channelId: 'wa', ...names, at: world.clock.now().toISOString() }
    },
    (queue, _, identity) => queue.takeIdentity(identity, queue.origin, false)
  ),
  'a message to a conversation that goes on': handler(
    async (queue, world) => {
      await ongoing(queue, world)
      return next(queue, world)
    },
    (queue, _, message) => queue.receive(message)
  ),
  'a message after the end': handler(
    async (queue, world) => {
      await queue.desk.close(await ongoing(queue, world), world.reader('ana'), {}, queue.origin)
      return next(queue, world)
    },
    (queue, _, message) => queue.receive(message)
  ),
  'a message that supersedes what is inactive': handler(
    async (queue, world) => {
      await expired(queue, world)
      return next(queue, world)
    },
    (queue, _, message) => queue.receive(message)
  ),
  'a message while its owner is gone': handler(
    async (queue, world) => {
      await pending(queue, world)
      await queue.tellPresence(world.name('ana'), 2, 'loggedOut', 'disconnected')
      return next(queue, world)
    },
    (queue, _, message) => queue.receive(message)
  ),
  'a visitor who leaves': handler(
    async (queue, world) => {
      await queue.receive(world.message('first', { on: 'webchat' }))
      const contactId = world.name('bia')
      return { channelId: 'web', contactId, at: world.clock.now().toISOString(), afterMessageId: world.name('first') }
    },
    (queue, _, left) => queue.contactHasLeft(left)
  ),
  'a visitor who leaves while they are on offer': handler(
    async (queue, world) => {
      await queue.receive(world.message('first', { on: 'webchat' }))
      const id = await world.conversationOf(queue, 'bia', 'web')
      await queue.offers.offer(world.offerTo('ana', id), queue.origin)
      return { channelId: 'web', contactId: world.name('bia'), at: world.clock.now().toISOString() }
    },
    (queue, _, left) => queue.contactHasLeft(left)
  ),
  'an offer': handler(waiting, (queue, world, id) => queue.offers.offer(world.offerTo('ana', id), queue.origin)),
  'an accepted offer': handler(offered, (queue, world, { id, offerId }) =>
    queue.desk.accept(id, world.reader('ana'), { offerId }, queue.origin)
  ),
  'a declined offer': handler(offered, (queue, world, { id, offerId }) =>
    queue.desk.decline(id, world.reader('ana'), { offerId }, queue.origin)
  ),
  'a missed offer': handler(
    async (queue, world) => {
      const { id, offerId } = await offered(queue, world)
      world.clock.advance(61_000)
      return { id, offerId }
    },
    (queue, _, { id, offerId }) =>
      queue.execute(id, { type: 'endOffer', offerId, cause: 'deadline', actor: { kind: 'system' } }, queue.origin)
  ),
  'a pick from Queue': handler(waiting, (queue, world, id) =>
    queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
  ),
  'an assignment': handler(waiting, (queue, world, id) =>
    queue.desk.assign(id, world.reader('boss', 'supervisor'), { agentId: world.name('ana') }, queue.origin)
  ),
  parking: handler(ongoing, (queue, world, id) =>
    queue.desk.park(id, world.reader('ana'), { reason: 'later' }, queue.origin)
  ),
  resuming: handler(pending, (queue, world, id) => queue.desk.resume(id, world.reader('ana'), queue.origin)),
  'a return to Queue': handler(ongoing, (queue, world, id) =>
    queue.desk.returnToQueue(id, world.reader('ana'), undefined, queue.origin)
  ),
  closing: handler(ongoing, (queue, world, id) =>
    queue.desk.close(id, world.reader('ana'), { reason: 'solved', tags: ['vip'], note: 'done' }, queue.origin)
  ),
  'a transfer to an agent': handler(ongoing, (queue, world, id) =>
    queue.desk.transferToAgent(id, world.reader('ana'), { agentId: world.name('rui'), note: 'yours' }, queue.origin)
  ),
  'an accepted transfer': handler(transferring, (queue, world, { id, offerId }) =>
    queue.desk.accept(id, world.reader('rui'), { offerId }, queue.origin)
  ),
  'a declined transfer': handler(transferring, (queue, world, { id, offerId }) =>
    queue.desk.decline(id, world.reader('rui'), { offerId }, queue.origin)
  ),
  'a cancelled transfer': handler(transferring, (queue, world, { id }) =>
    queue.desk.cancelTransfer(id, world.reader('ana'), queue.origin)
  ),
  'a transfer to a department': handler(ongoing, (queue, world, id) =>
    queue.desk.transferToDepartment(id, world.reader('ana'), { departmentId: world.name('support') }, queue.origin)
  ),
  'an answer': handler(
    async (queue, world) => {
      const id = await ongoing(queue, world)
      const { stores } = queue
      await stores.drafts.put(id, world.reader('ana'), { text: 'Good mor' }, world.clock.now())
      return id
    },
    (queue, world, id) =>
      queue.desk.send(
        id,
        world.reader('ana'),
        { clientMessageId: 'reply', content: text('Good morning') },
        queue.origin
      )
  ),
  'a delivery': handler(answered, (queue, _, { messageId }) =>
    queue.reports.take(
      { channelId: 'wa', messageId, status: 'sent', providerMessageId: `p-${messageId}` },
      queue.origin,
      false
    )
  ),
  'a delivery that the provider refuses': handler(answered, (queue, world, { id: conversationId, messageId }) => {
    const failure = { conversationId, messageId, channelId: 'wa', at: world.clock.now().toISOString() }
    return queue.reports.failed({ ...failure, code: 'window-expired', error: '131047' }, queue.origin, false)
  }),
  'the end of a session window': handler(
    async (queue, world) => {
      const id = await ongoing(queue, world)
      world.clock.advance(LONGER_THAN_A_WINDOW_MS)
      return id
    },
    (queue, _, id) => queue.execute(id, { type: 'expire' }, queue.origin)
  ),
  'a dismissal': handler(expired, (queue, world, id) =>
    queue.desk.dismiss(id, world.reader('ana'), { outcome: 'called back' }, queue.origin)
  ),
  'a lost agent': handler(atWork, (queue, world) =>
    queue.tellPresence(world.name('ana'), 2, 'available', 'disconnected')
  ),
  'a lowered limit': handler(atWork, (queue, world) => {
    const departmentIds = ['sales', 'support'].map(world.name)
    return queue.teamChanges.agentChanged(
      agent(world.name('ana'), { version: 2, limit: 1, departmentIds }),
      queue.origin
    )
  }),
  'resuming all': handler(
    async (queue, world) => {
      await ongoing(queue, world)
      await queue.tellPresence(world.name('ana'), 2, 'available', 'disconnected')
      await queue.tellPresence(world.name('ana'), 3, 'available', 'connected')
    },
    (queue, world) => queue.desk.resumeAll(world.reader('ana'), queue.origin)
  ),
  'an edited contact': handler(ongoing, async (queue, _, id) => {
    const loaded = await queue.stores.conversations.load(id)
    return queue.editContact(loaded!.conversation.contact.id, { name: 'Beatriz' }, undefined, queue.origin)
  }),
  'a note': handler(ongoing, async (queue, world, id) => {
    const loaded = await queue.stores.conversations.load(id)
    const note = { text: 'speaks Spanish', clientNoteId: 'note' }
    return queue.writeNote(loaded!.conversation, world.reader('ana'), note, queue.origin)
  }),
  tags: handler(ongoing, (queue, world, id) =>
    queue.desk.tag(id, world.reader('ana'), { tags: ['vip', 'urgent'] }, queue.origin)
  ),
  'a read marker': handler(ongoing, (queue, world, id) => queue.desk.read(id, world.reader('ana'), queue.origin))
}
