import type { ChannelEvent, ReceivedContent, Translated } from '../../src/channels/whatsapp/channel-event.ts'
import { SENT_AT } from './notifications.ts'

/** What came out, one line each, problems last; includes the sender if `withContact`. */
export function digest(translated: readonly Translated[], withContact: boolean): string[] {
  const events = translated.flatMap(each => each.events)
  const problems = [...translated.flatMap(each => each.problems)]
  for (const each of events) if (each.kind === 'problem') problems.push(each.problem)
  return [
    ...events.filter(({ kind }) => kind !== 'problem').map(each => lineOf(each, withContact)),
    ...problems.map(
      problem =>
        `problem ${problem.replace(/^(a |an )?(message|reaction|edit|revocation|echo|call|system message) wa\S+:? (\(\S+\) )?/, '')}`
    )
  ]
}

function lineOf(event: ChannelEvent, withContact: boolean): string {
  switch (event.kind) {
    case 'message': {
      const { contact, sentAt, replyTo } = event.message
      const { id, name, phone, attributes } = contact as {
        id: string
        name?: string
        phone?: string
        attributes?: object
      }
      const ad = Object.entries(attributes ?? {}).filter(([key]) => key.startsWith('ad_'))
      return said(
        `message ${id} ${saidIn(event.said)}`,
        replyTo && `re ${replyTo.messageId}`,
        sentAt !== SENT_AT && '@now',
        withContact && `(${[name, phone].filter(Boolean).join(' ')})`,
        ...ad.map(([key, value]) => `${key}=${value}`)
      )
    }
    case 'echo':
      return `echo ${event.echo.contact.id} ${saidIn(event.said)}`
    case 'edit':
      return `edit ${event.edit.messageId} ${saidIn(event.said)}`
    case 'reaction': {
      const { contact, messageId, emoji } = event.reaction
      return `reaction ${contact.id} ${messageId} ${emoji ?? '-'}`
    }
    case 'revocation':
      return `revocation ${event.revocation.messageId}`
    case 'identity':
      return `identity ${event.contactId} ${event.newId}`
    case 'status': {
      const { wamid, deliveryId, status, error, at, cost } = event.status
      return said(
        `status ${wamid} ${status}`,
        deliveryId && `for ${deliveryId}`,
        error,
        at !== SENT_AT && '@now',
        cost && `costs ${Object.values(cost).join(' ')}`
      )
    }
    case 'template': {
      const { name, language, ...told } = event.template
      return said(`template ${name} ${language}`, ...(Object.values(told) as string[]))
    }
    case 'account': {
      const { startsPerDay, notice } = event.account
      return said('account', startsPerDay, notice === '' ? 'fine' : notice)
    }
    case 'problem':
      return event.problem
  }
}

const said = (...parts: unknown[]) => parts.filter(Boolean).join(' ')

function saidIn(given: ReceivedContent): string {
  if ('file' in given) {
    const { type, id, mimeType, caption, name } = given.file
    return [`${type} ${id} ${mimeType ?? ''}`, caption, name && `<${name}>`].filter(Boolean).join(' ')
  }
  const { content } = given
  switch (content.type) {
    case 'text':
      return `text ${content.text}`
    case 'unsupported':
      return `unsupported ${content.what}`
    case 'location':
      return said('location', `${content.latitude} ${content.longitude}`, content.name)
    case 'contactCard':
      return said(
        'contactCard',
        content.name,
        ...(content.phones ?? []),
        ...(content.emails ?? []),
        content.organization
      )
    case 'interactive':
      return said('interactive', content.title, content.id, content.description)
    case 'order': {
      const items = content.items.map(
        ({ id, quantity, price }) => `${quantity}×${id}${price === undefined ? '' : `@${price}`}`
      )
      return said('order', content.currency, ...items, content.text)
    }
    default:
      return content.type
  }
}
