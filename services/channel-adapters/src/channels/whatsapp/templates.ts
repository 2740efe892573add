import type { ChannelAccount } from '@inbox/contracts'
import { startRepeating, within } from '@inbox/runtime'
import { z } from 'zod'
import type { Template, Templates } from '../../store/templates.ts'
import type { ChannelContext } from '../channel.ts'
import type { ChannelEvent } from './channel-event.ts'
import { lenient, text } from './lenient.ts'
import { type Api, apiOf } from './settings.ts'
import { readTemplate } from './template-form.ts'

interface Needs extends Pick<ChannelContext, 'client' | 'clock' | 'logger'> {
  accounts: Pick<ChannelContext['accounts'], 'all'>
  templates: Templates
}
type TemplateChange = Extract<ChannelEvent, { kind: 'template' }>['template']

const page = z.object({
  data: z.array(z.unknown()),
  paging: lenient(z.object({ cursors: lenient(z.object({ after: lenient(text) })), next: lenient(text) }))
})

const [HOUR_MS, RETRY_MS, READING_MS, LOOK_MS, EVERY_LOOKS] = [3_600_000, 300_000, 60_000, 1000, 60]
const PAGE = 100
/** More than an account can have (6000). */
const MAX_PAGES = 100

/** Reads all templates of the business account, page by page. Throws if Meta does not return them all. */
export async function fetchTemplates(
  client: ChannelContext['client'],
  { base, accessToken, businessAccountId }: Api,
  signal: AbortSignal
): Promise<Template[]> {
  const found: Template[] = []
  let after: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const query = new URLSearchParams({
      fields: 'name,language,status,category,parameter_format,rejected_reason,quality_score,components',
      limit: String(PAGE),
      ...(after !== undefined && { after })
    })
    const url = `${base}/${businessAccountId}/message_templates?${query}`
    const answer = await client.call({
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${accessToken}` },
      signal
    })
    if (answer.status !== 200) throw new Error(`Meta responded with ${answer.status}: ${answer.text.slice(0, 300)}`)
    const { data, paging } = page.parse(JSON.parse(answer.text))
    found.push(...data.flatMap(each => readTemplate(each) ?? []))
    after = paging?.next === undefined ? undefined : paging.cursors?.after
    if (after === undefined) return found
  }
  throw new Error(`Meta has more than ${MAX_PAGES} pages of templates`)
}

const businessOf = ({ settings }: ChannelAccount) => apiOf(settings)?.businessAccountId

/** All channels in the same business account as this one. */
export const sameAccount = (accounts: Needs['accounts'], channel: ChannelAccount): ChannelAccount[] =>
  [...accounts.all()].filter(
    each => each.id === channel.id || (hasTemplates(each) && businessOf(each) === businessOf(channel))
  )

const hasTemplates = (account: ChannelAccount) =>
  account.kind === 'whatsapp' && account.active && apiOf(account.settings)?.businessAccountId !== undefined

/** Reads all channels' templates: when a channel is new or changed, and hourly, by one process at a time. */
export function startTemplates(needs: Needs): AsyncDisposable {
  const { accounts, logger } = needs
  const stop = new AbortController()
  const seen = new Map<string, number>()
  let looks = 0
  const look = async () => {
    // lists made due by other processes and webhooks are checked less often than changed settings
    const all = looks++ % EVERY_LOOKS === 0
    const due = [...accounts.all()].filter(each => hasTemplates(each) && (all || seen.get(each.id) !== each.version))
    for (const account of due) {
      seen.set(account.id, account.version)
      await readIfDue(account, needs, stop.signal).catch(error =>
        logger.warn({ err: error, channelId: account.id }, 'could not read the templates of a channel; will retry')
      )
    }
  }
  const looking = startRepeating(LOOK_MS, look, error => logger.warn({ err: error }, 'checking templates failed'))
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await looking[Symbol.asyncDispose]()
    }
  }
}

async function readIfDue(
  { id, version, settings }: ChannelAccount,
  { client, clock, templates }: Needs,
  stopped: AbortSignal
): Promise<void> {
  const now = clock.now()
  const retryAt = new Date(now.getTime() + RETRY_MS)
  if (!(await templates.begin(id, version, now, retryAt))) return
  const found = await within(READING_MS, signal => fetchTemplates(client, apiOf(settings)!, signal), stopped)
  await templates.replace(id, found)
  const isLatest = await templates.done(id, version, retryAt, new Date(now.getTime() + HOUR_MS))
  // what was just written may be older than what another process or a webhook wrote meanwhile
  if (!isLatest) await templates.outdate(id)
}

/**
 * Applies Meta's report on a template to all channels of the business account. Also makes the list due for reading: the
 * template may be new, or the report may have overtaken a list being read.
 */
export const createChangeTemplate =
  ({ accounts, templates }: Pick<Needs, 'accounts' | 'templates'>) =>
  async (
    told: ChannelAccount,
    { name, language, status, category, quality, reason }: TemplateChange
  ): Promise<void> => {
    const change = {
      ...(status !== undefined && { status, reason: reason ?? '' }),
      ...(category !== undefined && { category }),
      ...(quality !== undefined && { quality })
    }
    for (const { id } of sameAccount(accounts, told)) {
      await templates.change(id, { name, language }, change)
      await templates.outdate(id)
    }
  }
