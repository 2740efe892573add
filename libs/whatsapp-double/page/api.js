/** Calls of the control API, which says what is wrong with one. */
export async function call(method, path, body, type = 'application/json') {
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body)
  const answer = await fetch(`/phone/api${path}`, {
    method,
    body: sent,
    headers: sent === undefined ? {} : { 'content-type': type }
  })
  const text = await answer.text()
  const value = text ? JSON.parse(text) : undefined
  if (!answer.ok) throw new Error(value?.error ?? `${answer.status}`)
  return value
}

/** An element with attributes and children; text is only ever text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children.filter(child => child !== undefined && child !== false))
  return made
}
