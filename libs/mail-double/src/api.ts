import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, bytesOf } from '@inbox/double-pages'
import type { Customer, KeptMail, PostOffice } from './post-office.ts'
import { contentOf, htmlOf, lineOf, pageOf } from './read.ts'
import { type Writing, writeMail } from './write.ts'

const MAX_BYTES = 70 * 1024 ** 2

/** A call is invalid. */
class Wrong extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

interface Call {
  office: PostOffice
  request: IncomingMessage
  response: ServerResponse
  parts: string[]
}

/** The API through which the page plays customers: JSON, and raw parts of mails. */
export async function answerApi(
  office: PostOffice,
  request: IncomingMessage,
  response: ServerResponse,
  path: string
): Promise<void> {
  try {
    await answer({ office, request, response, parts: path.split('/').slice(1).map(decodeURIComponent) })
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    const status = error instanceof Wrong ? error.status : error instanceof RangeError ? 413 : 502
    answerJson(response, status, { error: (error as Error).message })
  }
}

async function answer({ office, request, response, parts }: Call): Promise<void> {
  const [what, address, mails, id, part, index] = parts
  const asks = `${request.method} ${what}`
  if (asks === 'GET events') return stream(office, request, response)
  if (asks === 'GET mailboxes' && !address) return answerJson(response, 200, overviewOf(office))
  if (asks === 'POST mailboxes' && !address) {
    const { address: wanted = '', name = '' } = await bodyOf<{ address?: string; name?: string }>(request)
    if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(wanted)) throw new Wrong(400, 'That is not an email address')
    if (office.businesses.has(wanted.toLowerCase())) throw new Wrong(400, 'That address is one of ours')
    office.customerAt(wanted, name)
    return answerJson(response, 201, { address: wanted })
  }
  const customer = office.customers.get((address ?? '').toLowerCase())
  if (what !== 'mailboxes' || !customer || mails !== 'mails') throw new Wrong(404, 'No such mailbox')
  if (request.method === 'POST' && !id) {
    const writing = await bodyOf<Writing>(request)
    if (!writing.to) throw new Wrong(400, 'A recipient is required')
    return answerJson(response, 201, await lineOf(await writeMail(office, customer, writing)))
  }
  if (request.method !== 'GET') throw new Wrong(405, 'That is not possible')
  if (!id) return answerJson(response, 200, await Promise.all(customer.mails.toReversed().map(lineOf)))
  return answerMail(office, response, customer, { id, part, index: Number(index) })
}

interface MailRequest {
  id: string
  part: string | undefined
  index: number
}

async function answerMail(office: PostOffice, response: ServerResponse, customer: Customer, asked: MailRequest) {
  const mail = customer.mails.find(each => each.id === asked.id)
  if (!mail) throw new Wrong(404, 'No such mail')
  if (asked.part === 'html') return sendHtml(response, mail)
  if (asked.part === 'raw') return sendFile(response, 'mail.eml', mail.raw)
  if (asked.part === 'files') {
    const file = (await contentOf(mail)).attachments[asked.index]
    if (!file) throw new Wrong(404, 'No such file')
    return sendFile(response, file.filename ?? 'file', Buffer.from(file.content as ArrayBuffer))
  }
  if (!mail.seen) {
    mail.seen = true
    office.tell()
  }
  return answerJson(response, 200, await pageOf(mail))
}

async function sendHtml(response: ServerResponse, mail: KeptMail): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff'
  })
  response.end(`<base target="_blank"><meta name="referrer" content="no-referrer">${await htmlOf(mail)}`)
}

function sendFile(response: ServerResponse, name: string, bytes: Buffer): void {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, '_')}`,
    'x-content-type-options': 'nosniff'
  })
  response.end(bytes)
}

const overviewOf = ({ customers, businesses }: PostOffice) => ({
  customers: [...customers.values()].map(({ address, name, mails }) => ({
    address,
    name,
    unread: mails.filter(({ seen }) => !seen).length
  })),
  businesses: [...businesses.values()].map(({ address, name }) => ({ address, name }))
})

function stream({ listeners }: PostOffice, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': open\n\n')
  const tell = () => response.write('data: changed\n\n')
  listeners.add(tell)
  request.once('close', () => listeners.delete(tell))
}

async function bodyOf<Body>(request: IncomingMessage): Promise<Body> {
  const bytes = await bytesOf(request, MAX_BYTES)
  try {
    return JSON.parse(bytes.toString()) as Body
  } catch {
    throw new Wrong(400, 'That is not valid JSON')
  }
}
