export const at = id => document.getElementById(id)

/** An element with attributes and children; strings become text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children.filter(child => child !== undefined && child !== false && child !== ''))
  return made
}

/** Calls paths below `prefix`; a body other than a file is sent as JSON. Throws the error that the answer states. */
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

/** Shows the error if `work` fails, until something succeeds. */
export async function tries(work) {
  try {
    await work()
    at('problem').hidden = true
  } catch (error) {
    at('problem').textContent = error.message
    at('problem').hidden = false
  }
}

/** Calls `add` with what was filled in when the form for another customer is submitted. */
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
