import { at, callsBelow, element, onNewCustomer, tries } from './page.js'

const call = callsBelow('/mail/api')
let people = []
let businesses = []
let owner = localStorage.getItem('mailbox') ?? ''
/** The mail being answered. */
let answers

const box = () => `/mailboxes/${encodeURIComponent(owner)}/mails`

/** The latest request wins: answers may arrive in a different order. */
let asked = 0
async function show() {
  const turn = ++asked
  const overview = await call('GET', '/mailboxes')
  people = overview.customers
  businesses = overview.businesses
  if (!people.some(({ address }) => address === owner)) owner = people[0]?.address ?? ''
  const mails = owner ? await call('GET', box()) : []
  if (turn !== asked) return
  showPeople()
  at('businesses').replaceChildren(
    ...businesses.map(({ address, name }) => element('option', { value: address }, name))
  )
  at('list').replaceChildren(...mails.map(line))
}

function showPeople() {
  at('owner').textContent = people.find(({ address }) => address === owner)?.name ?? owner
  at('people').replaceChildren(
    ...people.map(({ address, name, unread }) =>
      element(
        'li',
        {},
        element(
          'button',
          { type: 'button', 'aria-pressed': String(address === owner), onclick: () => choose(address) },
          element('b', {}, name ?? address, unread > 0 && ` (${unread})`),
          element('small', {}, address)
        )
      )
    )
  )
}

const line = ({ id, at: sentAt, subject, with: other, preview, files, isSent, seen }) =>
  element(
    'li',
    {},
    element(
      'button',
      { type: 'button', 'data-seen': String(seen), onclick: () => tries(() => open(id)) },
      element('b', {}, subject || '(no subject)', files > 0 && ` 📎${files}`),
      element('small', {}, `${isSent ? 'To' : 'From'} ${other} · ${new Date(sentAt).toLocaleString()}`),
      element('span', { class: 'soft' }, preview)
    )
  )

function choose(address) {
  owner = address
  localStorage.setItem('mailbox', owner)
  close()
  void tries(show)
}

function close() {
  at('mail').hidden = true
  at('compose').hidden = true
}

async function open(id) {
  const mail = await call('GET', `${box()}/${id}`)
  at('compose').hidden = true
  const link = (part, name) => element('a', { href: `/mail/api${box()}/${id}/${part}`, download: name }, name)
  at('mail').replaceChildren(
    element('h2', {}, mail.subject || '(no subject)'),
    element('small', {}, `From ${mail.from} · To ${mail.to}${mail.cc && ` · Cc ${mail.cc}`}`),
    mail.hasHtml
      ? element('iframe', { title: 'The mail', sandbox: 'allow-popups', src: `/mail/api${box()}/${id}/html` })
      : element('pre', { dir: 'auto' }, mail.text),
    element(
      'ul',
      { 'aria-label': 'Files', hidden: mail.files.length === 0 },
      ...mail.files.map(({ index, name }) => element('li', {}, link(`files/${index}`, name)))
    ),
    element(
      'div',
      { class: 'bar' },
      element('button', { type: 'button', onclick: () => write(mail) }, 'Reply'),
      element('button', { type: 'button', onclick: close }, 'Close'),
      link('raw', 'As it came')
    )
  )
  at('mail').hidden = false
}

/** Starts a new mail, or an answer that quotes the original. */
function write(mail) {
  answers = mail?.id
  const form = at('compose')
  form.reset()
  form.hidden = false
  form.to.value = mail ? (mail.isSent ? mail.to : mail.fromAddress) : (businesses[0]?.address ?? '')
  form.subject.value = mail ? (/^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`) : ''
  form.text.value = mail
    ? `\n\nOn ${new Date(mail.at).toDateString()}, ${mail.from} wrote:\n${mail.text.replace(/^/gm, '> ')}`
    : ''
  form.text.focus()
  form.text.setSelectionRange(0, 0)
}

const fileOf = async file => {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result)
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`))
    reader.readAsDataURL(file)
  })
  return { name: file.name, mimeType: file.type || undefined, base64: url.slice(url.indexOf(',') + 1) }
}

at('write').addEventListener('click', () => {
  close()
  write()
})
at('cancel').addEventListener('click', () => {
  at('compose').hidden = true
})
at('compose').addEventListener('submit', event => {
  event.preventDefault()
  const form = event.target
  void tries(async () => {
    const files = await Promise.all([...form.files.files].map(fileOf))
    const [to, cc, subject, text] = ['to', 'cc', 'subject', 'text'].map(name => form[name].value.trim())
    await call('POST', box(), { to, cc, subject, text, answers, files })
    close()
    await show()
  })
})
onNewCustomer(async given => {
  await call('POST', '/mailboxes', given)
  choose(given.address)
})

await tries(show)
const events = new EventSource('/mail/api/events')
events.onopen = () => tries(show)
events.onmessage = () => tries(show)
