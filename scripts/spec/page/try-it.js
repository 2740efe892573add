// @ts-nocheck: runs in the page of the reference, of which nothing here has types
// What *Send* does in the reference: the call as it is filled in, with the token above, and what came back.

const token = document.querySelector('#token')

/** Where a form leads, with what is filled in; what is left empty is left out. */
function addressOf(form) {
  const path = form.dataset.path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(form.elements[`path ${name}`].value)
  )
  const query = new URLSearchParams()
  for (const { name, value } of form.querySelectorAll('[name^="query "]')) if (value) query.set(name.slice(6), value)
  return query.size > 0 ? `${path}?${query}` : path
}

async function send(form) {
  const body = form.elements.body?.value
  const headers = new Headers()
  if (token.value.trim()) headers.set('authorization', `Bearer ${token.value.trim()}`)
  if (body) headers.set('content-type', 'application/json')
  const began = performance.now()
  const response = await fetch(addressOf(form), { method: form.dataset.method, headers, ...(body && { body }) })
  const text = await response.text()
  const took = Math.round(performance.now() - began)
  return `${response.status} ${response.statusText} · ${took} ms\n${indented(text)}`
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}

document.addEventListener('submit', async event => {
  event.preventDefault()
  const form = event.target
  const [button, output] = [form.querySelector('button'), form.querySelector('output')]
  button.disabled = true
  output.textContent = '…'
  output.textContent = await send(form).catch(error => `No answer: ${error.message}`)
  button.disabled = false
})
