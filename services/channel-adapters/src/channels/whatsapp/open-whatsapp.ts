import { type MetaFileDocument, openMetaFiles } from '../../store/meta-files.ts'
import { openProviderAccounts, type ProviderAccountDocument } from '../../store/provider-accounts.ts'
import { openTemplates, type TemplateDocument, type TemplateReadingDocument } from '../../store/templates.ts'
import type { OpenChannel } from '../channel.ts'
import { createDeliver } from './deliver.ts'
import { createFetchFile } from './files.ts'
import { createForward } from './forward.ts'
import { apiOf } from './settings.ts'
import { createShowActivity } from './show-activity.ts'
import { createTake } from './take-notification.ts'
import { templateForm } from './template-form.ts'
import { createChangeTemplate, sameAccount, startTemplates } from './templates.ts'
import { createTest } from './test.ts'
import { createUpload } from './upload.ts'
import { webhook } from './webhook.ts'

/** How long after a call its status may still come. */
const STATUS_WITHIN_MS = 60_000

/** WhatsApp, over Meta's Cloud API. */
export const openWhatsapp: OpenChannel = async context => {
  const { accounts, client, clock, logger, config } = context
  const files = await openMetaFiles(context.mongo.collection<MetaFileDocument>('whatsapp_files'))
  const templates = await openTemplates(
    context.mongo.collection<TemplateDocument>('whatsapp_templates'),
    context.mongo.collection<TemplateReadingDocument>('whatsapp_template_readings')
  )
  const changeTemplate = createChangeTemplate({ accounts, templates })
  const told = openProviderAccounts(context.mongo.collection<ProviderAccountDocument>('whatsapp_accounts'))
  const changeAccount: Parameters<typeof createForward>[0]['changeAccount'] = async (account, change) => {
    for (const { id } of sameAccount(accounts, account)) await told.change(id, change, clock.now())
  }
  const take = createTake({
    ...context,
    tell: createForward({ ...context, fetchFile: createFetchFile(context), changeTemplate, changeAccount })
  })
  const upload = createUpload({ client, files, mediaUrl: config.MEDIA_URL, clock })
  return {
    deliver: createDeliver({ ...context, upload }),
    idempotent: false,
    hasLinkButtons: true,
    confirmedWithinMs: STATUS_WITHIN_MS,
    isSetUp: settings => apiOf(settings) !== undefined,
    test: createTest(context),
    attend: createShowActivity(context),
    templates: async channelId => (await templates.of(channelId)).map(templateForm),
    account: told.of,
    webhook: 'webhook',
    extend: webhook({ accounts, take, logger }),
    run: async () => startTemplates({ accounts, client, clock, logger, templates })
  }
}
