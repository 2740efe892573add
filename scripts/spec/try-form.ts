import type { Call, Schema } from './documents.ts'
import { exampleOf } from './example.ts'
import { escaped } from './html.ts'
import { GATEWAY, serverOf } from './owners.ts'

/** Whether the page itself can make a call: only to the gateway, which serves it, and without files. */
export function isTriedHere({ servers, requestBody }: Call): boolean {
  return servers[0]!.url === serverOf(GATEWAY).url && (!requestBody || 'application/json' in requestBody.content)
}

/** The form that fills in a call and sends it, with an example body. */
export function tryForm(path: string, method: string, told: Call, schemas: Record<string, Schema>): string {
  const { parameters = [], requestBody } = told
  const fields = parameters
    .filter(({ in: place }) => place === 'path' || place === 'query')
    .map(({ in: place, name, required }) => {
      const needed = required ? ' required' : ''
      return `<label>${escaped(name)} <input name="${place} ${escaped(name)}"${needed}></label> `
    })
  return (
    `<form data-method="${method.toUpperCase()}" data-path="${escaped(path)}">${fields.join('')}` +
    (requestBody ? `<label>Body <textarea name="body" rows="3">${escaped(exampleBody())}</textarea></label> ` : '') +
    '<button>Send</button><output></output></form>'
  )

  function exampleBody(): string {
    const schema = requestBody!.content['application/json']!.schema
    return requestBody!.required ? JSON.stringify(exampleOf(schema, schemas), undefined, 2) : ''
  }
}
