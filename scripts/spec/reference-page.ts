import type {
  BrokerChannel,
  BrokerMessage,
  Call,
  CallsDocument,
  Content,
  MessagesDocument,
  Response,
  Schema,
  SocketChannel,
  SocketMessage
} from './documents.ts'
import { curlOf } from './example.ts'
import { escaped } from './html.ts'
import { owners } from './owners.ts'
import { isTriedHere, tryForm } from './try-form.ts'

const prose = (text: string) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
const code = (text: string) => `<code>${escaped(text)}</code>`
const anchorOf = (name: string) => `schema-${name.replaceAll('.', '-')}`
const lastOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)
const link = (ref: string) => {
  const name = lastOf(ref)
  return `<a href="#${anchorOf(name)}">${escaped(name)}</a>`
}

const LIMITS = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'default']
const SAFE = Number.MAX_SAFE_INTEGER
const limitsOf = (schema: Schema) =>
  LIMITS.filter(name => schema[name] !== undefined && Math.abs(Number(schema[name])) !== SAFE)
    .filter(name => !(name === 'pattern' && schema.format))
    .map(name => `${name} ${code(JSON.stringify(schema[name]))}`)
    .join(', ')

/** A schema as nested lists. */
function shape(schema: Schema): string {
  if (schema.$ref) return link(schema.$ref)
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (several) return several.map(shape).join(schema.allOf ? ' and ' : ' <b>or</b> ')
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  if (schema.enum) return schema.enum.map(value => code(JSON.stringify(value))).join(' ')
  if (schema.type === 'array') return `list of ${shape(schema.items ?? {})}`
  if (schema.properties) return fields(schema.properties, schema)
  if (typeof schema.additionalProperties === 'object') return `by name: ${shape(schema.additionalProperties)}`
  return [escaped(String(schema.type ?? 'anything')), limitsOf(schema)].filter(Boolean).join(', ')
}

function fields(properties: Record<string, Schema>, { required = [], additionalProperties }: Schema): string {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : ' <i>optional</i>'
    const told = schema.description ? ` – ${prose(schema.description)}` : ''
    return `<li>${code(name)}${optional}: ${shape(schema)}${told}</li>`
  })
  return `<ul>${rows.join('')}${additionalProperties === false ? '<li><i>nothing else</i></li>' : ''}</ul>`
}

type Parts = CallsDocument['components']

function call(path: string, method: string, told: Call, { responses: answers, schemas }: Parts): string {
  const { operationId, summary, description, servers, parameters = [], requestBody, responses } = told
  const rows = [
    ['Call', `${code(operationId)} at ${code(servers[0]!.url)}. ${prose(description)}`],
    ...parameters.map(({ in: place, name, required, schema }) => [
      `${escaped(place)} ${code(name)}${required ? '' : ' <i>optional</i>'}`,
      shape(schema)
    ]),
    ...(requestBody ? [[requestBody.required ? 'Body' : 'Body <i>optional</i>', shape(bodyOf(requestBody))]] : []),
    ...Object.entries(responses).map(([status, response]) => [status, answer(response, answers)]),
    ['Example', `<pre>${escaped(curlOf(path, method, told, schemas))}</pre>`],
    ...(isTriedHere(told) ? [['Try it', tryForm(path, method, told, schemas)]] : [])
  ]
  const table = rows.map(([head, cell]) => `<tr><th>${head}</th><td>${cell}</td></tr>`).join('')
  const title = `<b>${method.toUpperCase()}</b> ${code(path)} ${prose(summary)}`
  return `<details id="${operationId}"><summary>${title}</summary><table>${table}</table></details>`
}

const bodyOf = ({ content }: { content: Content }) => Object.values(content)[0]!.schema

function answer(response: Response, answers: Record<string, Response>): string {
  const { description, content } = response.$ref ? answers[lastOf(response.$ref)]! : response
  return content ? `${prose(description)}: ${shape(bodyOf({ content }))}` : prose(description)
}

function message(told: BrokerMessage, { bindings }: BrokerChannel): string {
  const { name, summary, payload, tags, 'x-mandatory': mandatory } = told
  const data = payload.allOf[1]!.properties!.data!
  const kind = tags[1]!.name
  return `<details id="message-${name.replaceAll('.', '-')}"><summary><b>${kind}</b> ${code(name)} ${prose(summary)}</summary>
<p>Exchange ${code(bindings.amqp.exchange.name)}; ${mandatory ? 'some broker queue must take it' : 'there need be no listener'}.
Data: ${shape(data)}</p></details>`
}

const section = (title: string, note: string, items: readonly string[]) =>
  items.length > 0 ? `<h3>${escaped(title)}</h3><p>${prose(note)}</p>${items.join('\n')}` : ''

function callsOf(http: CallsDocument, owner: string): string[] {
  return Object.entries(http.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(owner))
      .map(([method, each]) => call(path, method, each, http.components))
  )
}

const isOfBroker = (told: BrokerMessage | SocketMessage): told is BrokerMessage => 'x-mandatory' in told

const messagesOf = ({ components, channels }: MessagesDocument, owner: string) =>
  Object.values(components.messages)
    .filter(isOfBroker)
    .filter(({ tags }) => tags[0]!.name === owner)
    .map(each => message(each, channels[each.name] as BrokerChannel))

/** What one socket sends and receives, or what webhooks are sent. */
function socket(name: string, { channels, operations, components }: MessagesDocument): string {
  const { title, description } = channels[name] as SocketChannel
  const events = Object.entries(operations).filter(([, { channel }]) => lastOf(channel.$ref) === name)
  const rows = events.map(([id, { action }]) => {
    const { name: event, summary: told, payload } = components.messages[id] as SocketMessage
    const who = action === 'send' ? 'server' : 'client'
    const summary = `<b>${who}</b> ${code(event)} ${told ? prose(told) : ''}`
    return `<details id="${id.replaceAll('.', '-')}"><summary>${summary}</summary><p>Data: ${shape(payload)}</p></details>`
  })
  return section(title, description, rows)
}

function schemasOf(http: CallsDocument, messages: MessagesDocument): string[] {
  const all = { ...messages.components.schemas, ...http.components.schemas }
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `<dt id="${anchorOf(name)}">${escaped(name)}</dt><dd>${shape(schema)}</dd>`)
}

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem}' +
  'summary{cursor:pointer;padding:.2rem 0}details{border-bottom:1px solid #8884}th{text-align:left;font-weight:normal;' +
  'padding-right:1rem;white-space:nowrap}th,td{vertical-align:top;padding-top:.3rem}ul{margin:0;padding-left:1.2rem}' +
  'dt{font-weight:bold;margin-top:1rem}dd{overflow-wrap:anywhere}code{font-size:.9em}' +
  'pre,output{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}label{display:inline-block;margin:0 .5rem .3rem 0}' +
  'textarea{display:block;width:40rem;max-width:100%;font:inherit}output{display:block;font-family:monospace}'

const SOCKETS = ['inbox', 'webchat']

/** Both documents as one page; its script is needed only to try calls. */
export const referencePage = (http: CallsDocument, messages: MessagesDocument): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Service Inbox: reference</title>
<style>${STYLE}</style>
<h1>Service Inbox: reference</h1>
<p>For programs: <a href="openapi.json">openapi.json</a>, <a href="asyncapi.json">asyncapi.json</a>, and a client in one file of TypeScript: <a href="client.ts">client.ts</a></p>
<h2>Calls</h2><p>${prose(http.info.description)}</p>
<p>Calls tried here take real effect, as the owner of this token: a service account’s token, or the ${code('accessToken')} of a sign-in. It is kept only while the page is open. <label>Token <input id="token" type="password" autocomplete="off" size="40"></label></p>
${owners.map(({ name, purpose }) => section(name, purpose, callsOf(http, name))).join('\n')}
<h2>Events of sockets</h2>
${SOCKETS.map(name => socket(name, messages)).join('\n')}
<h2>Events posted to other systems</h2>
${socket('webhooks', messages)}
<h2>Messages on the broker</h2><p>${prose(messages.info.description)}</p>
${owners.map(({ name, purpose }) => section(name, purpose, messagesOf(messages, name))).join('\n')}
<h2>Schemas</h2><dl>
${schemasOf(http, messages).join('\n')}
</dl><script type="module" src="try-it.js"></script></html>
`
