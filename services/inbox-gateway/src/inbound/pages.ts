import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerOptions, serveSite } from '@inbox/http'
import type { Config } from '../config.ts'

type App = Parameters<NonNullable<ServerOptions['extend']>>[0]

interface OpenApi {
  info?: { title?: string; version?: string }
  paths?: Record<string, Record<string, { summary?: string; operationId?: string }>>
}

/** What is no operation: the description of the API, the web app. */
export const pages =
  ({ REFERENCE_PATH, WEB_PATH }: Pick<Config, 'REFERENCE_PATH' | 'WEB_PATH'>) =>
  (app: App): void => {
    const read = (name: string) => readFile(join(REFERENCE_PATH, name), 'utf8').catch(() => undefined)
    for (const name of ['openapi.json', 'asyncapi.json'])
      app.get(`/${name}`, async (_request, response, next) => {
        const text = await read(name)
        text === undefined ? next() : response.type('application/json').send(text)
      })
    app.get('/docs', async (_request, response, next) => {
      const text = await read('openapi.json')
      text === undefined ? next() : response.type('html').send(pageOf(JSON.parse(text)))
    })
    serveSite(app, WEB_PATH)
  }

/** A list of all calls that needs no script. */
function pageOf({ info = {}, paths = {} }: OpenApi): string {
  const rows = Object.entries(paths).flatMap(([path, calls]) =>
    Object.entries(calls).map(
      ([method, { summary = '' }]) =>
        `<tr><td>${escaped(method.toUpperCase())}</td><td><code>${escaped(path)}</code></td><td>${escaped(summary)}</td></tr>`
    )
  )
  const title = escaped(info.title ?? 'Service Inbox')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px system-ui;margin:2rem auto;max-width:70rem}td{padding:.2rem .8rem;vertical-align:top}</style>
<h1>${title}</h1><p>The whole description, with every field: <a href="/openapi.json">openapi.json</a>.
Messages between services: <a href="/asyncapi.json">asyncapi.json</a></p>
<table>${rows.join('\n')}</table></html>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, character => entities[character]!)
