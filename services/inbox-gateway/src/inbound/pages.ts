import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerOptions, serveSite } from '@inbox/http'
import type { Config } from '../config.ts'

type App = Parameters<NonNullable<ServerOptions['extend']>>[0]

const REFERENCE = [
  { path: '/openapi.json', name: 'openapi.json', type: 'application/json' },
  { path: '/asyncapi.json', name: 'asyncapi.json', type: 'application/json' },
  { path: '/client.ts', name: 'client.ts', type: 'text/plain' },
  { path: '/try-it.js', name: 'try-it.js', type: 'text/javascript' },
  { path: '/docs', name: 'index.html', type: 'html' }
]

/** What is not an operation: the description of the API and the web app. */
export const pages =
  ({ REFERENCE_PATH, WEB_PATH, MEDIA_PUBLIC_URL }: Pick<Config, 'REFERENCE_PATH' | 'WEB_PATH' | 'MEDIA_PUBLIC_URL'>) =>
  (app: App): void => {
    for (const { path, name, type } of REFERENCE)
      app.get(path, async (_request, response, next) => {
        const text = await readFile(join(REFERENCE_PATH, name), 'utf8').catch(() => undefined)
        text === undefined ? next() : response.type(type).send(text)
      })
    serveSite(app, WEB_PATH, { frames: MEDIA_PUBLIC_URL })
  }
