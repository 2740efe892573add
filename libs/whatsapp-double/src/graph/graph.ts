import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, bytesOf } from '@inbox/double-pages'
import { isError } from '../checks/message.ts'
import { isObject } from '../checks/rules.ts'
import { type GraphError, graphError } from '../errors.ts'
import type { Double } from '../state/double.ts'
import type { BusinessNumber } from '../state/world.ts'
import { mediaBytes, mediaObject, tokenOf, upload } from './media.ts'
import { isThere, numberFields, page, subscribe, templatesPage } from './objects.ts'
import { answerError, MAX_BYTES, parsed } from './router.ts'
import { type Answer, send } from './send.ts'

/** The newest version is v26.0. [Meta's pages of June to August 2026] */
const NEWEST = 26
const VERSION = /^v(\d{1,2})\.\d$/

interface Call {
  method: string
  url: URL
  token: string
  /** The parts of the path after the version. */
  path: string[]
  bytes: Buffer
  contentType: string
}

/** Everything that Meta would answer at graph.facebook.com. */
export async function answerGraph(
  double: Double,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL
): Promise<void> {
  const { method = 'GET', headers } = request
  const token = tokenOf(request, url)
  const bytes = await bytesOf(request, MAX_BYTES)
  const contentType = headers['content-type'] ?? ''
  const read = contentType.includes('json')
    ? parsed(bytes)
    : { value: bytes.length > 0 ? `${bytes.length} bytes` : undefined }
  const body = 'value' in read ? read.value : bytes.toString()
  const log = (status: number, answer: unknown) =>
    double.log.add({
      at: new Date(double.world.clock.now()).toISOString(),
      what: 'call',
      method,
      url: url.pathname + url.search,
      body,
      status,
      answer
    })
  if (url.pathname === '/whatsapp_business/attachments/')
    return log(mediaBytes(double, url, token, response), undefined)
  const [version = '', ...path] = url.pathname.split('/').filter(Boolean)
  const answer = await answerTo(double, version, { method, url, token, path, bytes, contentType })
  if ('error' in answer) {
    const { status, body: told } = answerError(response, answer.error)
    return log(status, told)
  }
  log(answer.breaks ? 0 : (answer.status ?? 200), answer.body)
  if (answer.breaks) request.socket.destroy()
  else answerJson(response, answer.status ?? 200, answer.body)
}

async function answerTo(double: Double, version: string, call: Call): Promise<Answer> {
  const [, major] = VERSION.exec(version) ?? []
  if (major === undefined || Number(major) > NEWEST)
    return { error: graphError(2500, `Unknown path components: /${version}`) }
  const numbers = allowedNumbers(double, call.token)
  if (isError(numbers)) return { error: numbers }
  const [id = '', edge] = call.path
  if (id === 'debug_token') return debugToken(double, call.url.searchParams.get('input_token') ?? '')
  const number = numbers.find(({ phoneNumberId }) => phoneNumberId === id)
  if (number) return numberCall(double, number, edge, call)
  const account = numbers.filter(({ businessAccountId }) => businessAccountId === id)
  if (account.length > 0) return accountCall(double, account, edge, call)
  if (edge !== undefined) return { error: isThere(id) }
  return mediaObject(double, call.method, id, numbers)
}

/** 104 without a token, 190 for one that is unknown or revoked. [facts on error codes] */
function allowedNumbers({ world }: Double, token: string): readonly BusinessNumber[] | GraphError {
  if (token === '') return graphError(104, '')
  const numbers = [...world.numbers.values()].filter(each => each.accessToken === token)
  return numbers.length === 0 || numbers.some(({ tokenState }) => tokenState !== 'valid')
    ? graphError(190, '')
    : numbers
}

async function numberCall(
  double: Double,
  number: BusinessNumber,
  edge: string | undefined,
  call: Call
): Promise<Answer> {
  const { method, url, bytes, contentType } = call
  if (method === 'GET' && edge === undefined) return { body: numberFields(number, url.searchParams.get('fields')) }
  if (method !== 'POST') return { error: isThere(number.phoneNumberId) }
  if (edge === 'media') return upload(double, number, bytes, contentType)
  const read = parsed(bytes)
  if ('error' in read) return read
  const body = read.value
  if (edge === 'messages') return send(double, number, body)
  if (edge === 'register') return { body: { success: true } }
  if (edge === undefined && isObject(body.webhook_configuration))
    return subscribe(double, [number], body.webhook_configuration)
  return { error: isThere(number.phoneNumberId) }
}

async function accountCall(
  double: Double,
  account: readonly BusinessNumber[],
  edge: string | undefined,
  call: Call
): Promise<Answer> {
  const { method, url, bytes } = call
  const { businessAccountId: id, verifiedName: name } = account[0]!
  if (edge === 'subscribed_apps') return subscriptions(double, account, method, bytes)
  if (method !== 'GET') return { error: isThere(id) }
  if (edge === 'message_templates') return { body: templatesPage(double.world.templates.get(id) ?? [], url) }
  if (edge === 'phone_numbers')
    return {
      body: page(
        account.map(each => numberFields(each, url.searchParams.get('fields'))),
        url
      )
    }
  return edge === undefined ? { body: { id, name, timezone_id: '1' } } : { error: isThere(id) }
}

async function subscriptions(
  double: Double,
  account: readonly BusinessNumber[],
  method: string,
  bytes: Buffer
): Promise<Answer> {
  if (method === 'POST') {
    const read = parsed(bytes)
    return 'error' in read ? read : subscribe(double, account, read.value)
  }
  if (method === 'DELETE') {
    for (const number of account) number.webhookUrl = undefined
    return { body: { success: true } }
  }
  const { webhookUrl } = account[0]!
  const whatsapp_business_api_data = { id: '1', name: 'Double', link: 'https://example.org' }
  return {
    body: { data: webhookUrl === undefined ? [] : [{ whatsapp_business_api_data, override_callback_uri: webhookUrl }] }
  }
}

/** What a token gives access to. [general knowledge of the Graph API] */
function debugToken({ world }: Double, token: string): Answer {
  const numbers = [...world.numbers.values()].filter(each => each.accessToken === token)
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging']
  const is_valid = numbers.length > 0 && numbers.every(({ tokenState }) => tokenState === 'valid')
  const target_ids = [...new Set(numbers.map(each => each.businessAccountId))]
  const granular_scopes = scopes.map(scope => ({ scope, target_ids }))
  return {
    body: {
      data: {
        app_id: '1',
        type: 'SYSTEM_USER',
        expires_at: 0,
        is_valid,
        scopes: is_valid ? scopes : [],
        granular_scopes
      }
    }
  }
}
