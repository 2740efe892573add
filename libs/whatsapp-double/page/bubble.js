import { element } from './page.js'

const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏']
const time = at => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

/** One message as the customer sees it. `acts`: react, quote, edit, revoke, tap. */
export function bubble(message, messages, acts, coexistence) {
  const { direction, content, status, error, reactions } = message
  // messages that never arrived look different from those that did
  if (direction === 'out' && !message.fromApp && !['delivered', 'read', 'played'].includes(status))
    return note(status, error)
  if (content.type === 'call')
    return element(
      'li',
      { class: 'note' },
      content.call.seconds ? `☎ Call, ${content.call.seconds} s` : '☎ Call without an answer'
    )
  const quoted = messages.find(({ id }) => id === message.quotes)
  const emoji = [reactions.customer, reactions.business].filter(Boolean).join('')
  return element(
    'li',
    { class: `message ${direction === 'in' ? 'mine' : 'theirs'}`, 'data-type': content.type },
    element(
      'div',
      { class: 'bubble' },
      quoted && element('blockquote', {}, summary(quoted)),
      ...(message.revoked ? [element('em', {}, 'Deleted')] : parts(message)),
      foot(message),
      emoji && element('span', { class: 'reactions', 'aria-label': `Reactions: ${emoji}` }, emoji)
    ),
    ...(message.buttons ?? []).map(button => tappable(message, button, acts)),
    !message.revoked && tools(message, acts, coexistence)
  )
}

function note(status, error) {
  const text = status === 'failed' ? `An answer was refused: ${error.code} ${error.details}` : 'An answer is on its way'
  return element('li', { class: 'note' }, text)
}

/** ✓ sent, ✓✓ delivered, blue once read. The customer's own messages are read by the business. */
function foot({ direction, at, status, edited }) {
  const isRead = status === 'read' || status === 'played'
  const word = direction === 'in' ? (isRead ? 'read' : 'sent') : isRead ? 'read' : 'delivered'
  const ticks = element(
    'span',
    { class: isRead ? 'ticks read' : 'ticks', role: 'img', 'aria-label': word },
    word === 'sent' ? '✓' : '✓✓'
  )
  return element('small', {}, edited ? 'edited · ' : '', time(at), ' ', ticks)
}

function parts({ content, text, file }) {
  const words = text ? element('p', {}, text) : undefined
  if (content.type === 'location') return [place(content.location)]
  if (content.type === 'contacts')
    return content.contacts.map(({ name }) => element('p', {}, `👤 ${name?.formatted_name ?? 'Contact'}`))
  if (file) return [shownFile(content.type, file), words]
  return [words ?? element('em', {}, content.type)]
}

function shownFile(type, { id, link, name }) {
  if (id === undefined) return element('a', { href: link, target: '_blank', rel: 'noreferrer' }, link)
  const src = `/phone/api/files/${id}`
  if (type === 'image' || type === 'sticker') return element('img', { src, alt: name ?? 'Picture', class: type })
  if (type === 'video') return element('video', { src, controls: true })
  if (type === 'audio') return element('audio', { src, controls: true })
  return element('a', { href: src, download: name ?? 'file', class: 'file' }, `📄 ${name ?? 'File'}`)
}

function place({ latitude, longitude, name }) {
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return element('a', { href, target: '_blank', rel: 'noreferrer' }, `📍 ${name ?? `${latitude}, ${longitude}`}`)
}

const summary = ({ content, text }) => text ?? `[${content.type}]`

function tappable(message, button, acts) {
  if (button.kind === 'link') return element('span', { class: 'tap' }, button.title)
  return element('button', { type: 'button', class: 'tap', onclick: () => acts.tap(message, button) }, button.title)
}

function tools(message, acts, coexistence) {
  const own = message.direction === 'in' && coexistence
  const mine = message.reactions.customer
  return element(
    'details',
    { class: 'tools', ontoggle: ({ target }) => target.open || acts.refresh() },
    element('summary', { 'aria-label': 'More' }, '⌄'),
    element(
      'div',
      { class: 'pop', onclick: ({ target }) => target.closest('details').removeAttribute('open') },
      element(
        'div',
        {},
        ...EMOJI.map(emoji =>
          element(
            'button',
            {
              type: 'button',
              'aria-pressed': String(emoji === mine),
              onclick: () => acts.react(message, emoji === mine ? undefined : emoji)
            },
            emoji
          )
        )
      ),
      element('button', { type: 'button', onclick: () => acts.quote(message) }, 'Reply'),
      own &&
        message.content.type === 'text' &&
        element('button', { type: 'button', onclick: () => acts.edit(message) }, 'Edit'),
      own && element('button', { type: 'button', onclick: () => acts.revoke(message) }, 'Delete')
    )
  )
}
