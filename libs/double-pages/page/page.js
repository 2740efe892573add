export const at = id => document.getElementById(id)

/** An element with attributes and children; text is only ever text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children.filter(child => child !== undefined && child !== false && child !== ''))
  return made
}

/** Calls below `prefix`; a body that is no file goes as JSON. Throws what the answer says is wrong. */
export const callsBelow =
  prefix =>
  async (method, path, body, type = 'application/json') => {
    const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body)
    const headers = sent === undefined ? {} : { 'content-type': type }
    const answer = await fetch(prefix + path, { method, body: sent, headers })
    const text = await answer.text()
    const value = text ? JSON.parse(text) : undefined
    if (!answer.ok) throw new Error(value?.error ?? `${answer.status}`)
    return value
  }

/** What goes wrong is said, until something goes well. */
export async function tries(work) {
  try {
    await work()
    at('problem').hidden = true
  } catch (error) {
    at('problem').textContent = error.message
    at('problem').hidden = false
  }
}

/** The form for another customer: what was filled in. */
export const onNewCustomer = add =>
  at('new-form').addEventListener('submit', event => {
    event.preventDefault()
    const given = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value.trim() !== ''))
    void tries(async () => {
      await add(given)
      event.target.reset()
      at('new').open = false
    })
  })
