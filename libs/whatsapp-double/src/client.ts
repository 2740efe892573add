import type { Template } from './checks/template.ts'
import type { ChatView } from './control/chat.ts'
import type { NewCustomer } from './control/control.ts'
import type { NewNumber, NewTemplate } from './control/numbers.ts'
import type { Writing } from './customers/acts.ts'
import type { Fault } from './state/faults.ts'
import type { LogEntry } from './state/log.ts'
import type { BusinessNumber, ChatMessage, Customer } from './state/world.ts'
import type { Content } from './webhooks/messages.ts'
import type { Status } from './webhooks/statuses.ts'

export type DoubleClient = ReturnType<typeof createClient>
/** A customer in the chat with one number. */
export type Phone = ReturnType<DoubleClient['phone']>

/** A typed client of the control API. */
export function createClient(base: string) {
  async function call<Answer>(
    method: string,
    path: string,
    body?: object | Uint8Array,
    type = 'application/json'
  ): Promise<Answer> {
    const sent = body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
    const answer = await fetch(`${base}/control${path}`, {
      method,
      ...(body && { body: sent, headers: { 'content-type': type } })
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} responded with ${answer.status}: ${text}`)
    return (text ? JSON.parse(text) : undefined) as Answer
  }
  const phone = (phoneNumberId: string, customerId: string) => {
    const at = `/customers/${customerId}`
    const post = <Answer>(what: string, body: object = {}) =>
      call<Answer>('POST', `${at}/${what}`, { phoneNumberId, ...body })
    const writes = (content: Content, more: Omit<Writing, 'content'> = {}) =>
      post<ChatMessage[]>('messages', { messages: [{ content, ...more }] }).then(([message]) => message!)
    /** Puts a file on the phone, to be sent by its id. */
    const keeps = async (bytes: Uint8Array, mimeType: string, name?: string): Promise<string> => {
      const query = new URLSearchParams({ number: phoneNumberId, ...(name && { name }) })
      return (await call<{ id: string }>('POST', `/files?${query}`, bytes, mimeType)).id
    }
    return {
      writes,
      says: (body: string, more: Omit<Writing, 'content'> = {}) => writes({ type: 'text', text: { body } }, more),
      /** Sends them all at once; `together`: in one notification. */
      burst: (messages: readonly Writing[], together = false) =>
        post<ChatMessage[]>('messages', { messages, together }),
      keeps,
      async sendsFile(
        type: string,
        bytes: Uint8Array,
        mimeType: string,
        { name, ...part }: { name?: string; caption?: string; voice?: boolean } = {}
      ) {
        return writes({ type, [type]: { id: await keeps(bytes, mimeType, name), ...part } })
      },
      reacts: (messageId: string, emoji?: string) => post('reactions', { messageId, ...(emoji && { emoji }) }),
      edits: (messageId: string, content: Content) => post('edits', { messageId, content }),
      revokes: (messageId: string) => post('revocations', { messageId }),
      reads: () => post('reads'),
      calls: (seconds?: number) => post('calls', seconds === undefined ? {} : { seconds }),
      isAnsweredFromApp: (content: Content) => post<{ id: string }>('echoes', { content }),
      chat: () => call<ChatView>('GET', `${at}/chats/${phoneNumberId}`)
    }
  }
  return {
    phone,
    numbers: () => call<BusinessNumber[]>('GET', '/numbers'),
    addNumber: (number: NewNumber = {}) => call<BusinessNumber>('POST', '/numbers', number),
    changeNumber: (id: string, number: NewNumber) => call<BusinessNumber>('PATCH', `/numbers/${id}`, number),
    /** Subscribes after a handshake, as Meta does. */
    subscribe: (id: string, url: string) => call<BusinessNumber>('POST', `/numbers/${id}/webhook`, { url }),
    notifies: (id: string, field: string, value: object) =>
      call<void>('POST', `/numbers/${id}/notifications`, { field, value }),
    addTemplate: (id: string, template: NewTemplate) => call<Template>('POST', `/numbers/${id}/templates`, template),
    judgeTemplate: (id: string, templateId: string, status: Template['status']) =>
      call<Template>('PATCH', `/numbers/${id}/templates/${templateId}`, { status }),
    customers: () => call<Customer[]>('GET', '/customers'),
    addCustomer: (customer: NewCustomer = {}) => call<Customer>('POST', '/customers', customer),
    changeCustomer: (id: string, customer: NewCustomer) => call<Customer>('PATCH', `/customers/${id}`, customer),
    changesPhone: (id: string, digits: string) => call<Customer>('POST', `/customers/${id}/phone`, { phone: digits }),
    tellStatus: (messageId: string, status: Status, code?: number) =>
      call<void>('POST', '/statuses', { messageId, status, ...(code && { code }) }),
    fault: (fault: Fault) => call<void>('POST', '/faults', fault),
    noFaults: () => call<void>('DELETE', '/faults'),
    log: () => call<LogEntry[]>('GET', '/log'),
    forgetLog: () => call<void>('DELETE', '/log'),
    advance: (advanceMs: number) => call<{ now: string }>('POST', '/clock', { advanceMs }),
    /** While halted, only `advance` moves the clock. */
    halt: (halted: boolean) => call<{ now: string }>('POST', '/clock', { halted }),
    now: async () => new Date((await call<{ now: string }>('GET', '/clock')).now),
    /** Resolves once every notification in flight has been answered. */
    idle: () => call<void>('POST', '/idle')
  }
}
