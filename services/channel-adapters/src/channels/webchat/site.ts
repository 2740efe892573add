import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { ChannelAccount } from '@inbox/contracts'
import { filesNamedByContent, type ServerOptions } from '@inbox/http'
import { activeWebchat } from './active-webchat.ts'
import { frameAncestors } from './frame-ancestors.ts'

type App = Parameters<NonNullable<ServerOptions['extend']>>[0]

interface Dependencies {
  accounts: { get(channelId: string): ChannelAccount | undefined }
  /** Called when the website at this origin shows the chat. */
  shown: (channelId: string, origin: string) => void
  folder: string
}

/** The place in the built files for the channel's configuration. */
const CONFIG_PLACE = '__WIDGET_CONFIG__'
const WIDGET_SECONDS = 300

/**
 * Serves the chat that websites embed from its build folder: the script with its channel's configuration, the page in
 * the frame, and that page's files, whose names contain a hash. Without a build it serves nothing.
 */
export const widgetSite =
  ({ accounts, shown, folder }: Dependencies) =>
  (app: App): void => {
    const read = readOnce(folder)
    const channelOf = (id: string) => activeWebchat(accounts, id)
    app.use('/webchat/assets', filesNamedByContent(join(folder, 'assets')))
    app.get('/webchat/:channelId/widget.js', async (request, response, next) => {
      const channel = channelOf(request.params.channelId)
      if (!channel) return refuse(response)
      const script = await read('loader.js')
      if (script === undefined) return next()
      const text = script.replace(CONFIG_PLACE, () => JSON.stringify(configOf(channel)))
      response.set({
        'Cache-Control': `public, max-age=${WIDGET_SECONDS}`,
        'Cross-Origin-Resource-Policy': 'cross-origin',
        ETag: `"${hash('sha256', text).slice(0, 24)}"`
      })
      response.type('js').send(text)
    })
    app.get('/webchat/:channelId/frame', async (request, response, next) => {
      const channel = channelOf(request.params.channelId)
      if (!channel) return refuse(response)
      const page = await read('frame.html')
      if (page === undefined) return next()
      const origin = originOf(request.get('referer'))
      if (origin !== undefined) shown(channel.id, origin)
      shownIn(response, policy(frameAncestors(channel.settings.allowedDomains)))
      response.set('Cache-Control', 'no-cache')
      response.type('html').send(page.replace(CONFIG_PLACE, () => escaped(JSON.stringify(configOf(channel)))))
    })
  }

/** Reads a file once, as builds do not change; a missing one is tried again, as it may still appear. */
function readOnce(folder: string): (name: string) => Promise<string | undefined> {
  const found = new Map<string, string>()
  return async name => {
    const text = found.get(name) ?? (await readFile(join(folder, name), 'utf8').catch(() => undefined))
    if (text !== undefined) found.set(name, text)
    return text
  }
}

/** The configuration that every visitor of the website may know. */
function configOf({ id, settings: { title, color } }: ChannelAccount) {
  return { channelId: id, ...(typeof title === 'string' && { title }), ...(typeof color === 'string' && { color }) }
}

const originOf = (referer = '') => (URL.canParse(referer) ? new URL(referer).origin : undefined)

function refuse(response: ServerResponse): void {
  shownIn(response, "default-src 'none'; frame-ancestors *")
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.statusCode = 404
  response.end('There is no active web chat at this address.\n')
}

/** Only the policy says which pages may show it. */
function shownIn(response: ServerResponse, contentSecurityPolicy: string): void {
  response.removeHeader('X-Frame-Options')
  response.setHeader('Content-Security-Policy', contentSecurityPolicy)
}

/** Scripts and calls only from here; pictures and sounds from wherever the company hosts them. */
const policy = (ancestors: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob: http: https:",
    "media-src 'self' blob: http: https:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`
  ].join('; ')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, character => entities[character]!)
