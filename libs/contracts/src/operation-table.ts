import * as mail from './channel-adapters/mail.ts'
import * as adapters from './channel-adapters/operations.ts'
import * as templates from './channel-adapters/templates.ts'
import * as webhookDeliveries from './channel-adapters/webhook-operations.ts'
import * as ingest from './channel-ingest/operations.ts'
import * as cannedReplies from './directory/canned-reply-operations.ts'
import * as channels from './directory/channel-operations.ts'
import * as oidc from './directory/oidc-operations.ts'
import * as directory from './directory/operations.ts'
import * as push from './directory/push-operations.ts'
import * as serviceAccounts from './directory/service-account-operations.ts'
import * as signIn from './directory/sign-in-operations.ts'
import * as webhooks from './directory/webhook-operations.ts'
import * as distribution from './distribution/operations.ts'
import * as gateway from './inbox-gateway/operations.ts'
import * as media from './media/operations.ts'
import type { Operation } from './operation.ts'
import * as presence from './presence/presence.ts'
import * as statusLog from './presence/status-log.ts'
import * as contacts from './queue/contact-operations.ts'
import * as deliveries from './queue/delivery-operations.ts'
import * as monitor from './queue/monitor-operations.ts'
import * as queue from './queue/operations.ts'
import * as reports from './queue/report-operations.ts'
import * as starts from './queue/start-operations.ts'
import * as visitors from './queue/visitor-operations.ts'
import * as writing from './queue/writing-operations.ts'

const isOperation = (value: object | string): value is Operation =>
  typeof value === 'object' && 'audience' in value && 'path' in value

/** Every HTTP operation of the system. */
export const operations: readonly Operation[] = [
  gateway,
  queue,
  contacts,
  starts,
  writing,
  deliveries,
  monitor,
  reports,
  visitors,
  directory,
  channels,
  signIn,
  push,
  oidc,
  cannedReplies,
  webhooks,
  serviceAccounts,
  distribution,
  presence,
  statusLog,
  ingest,
  adapters,
  mail,
  templates,
  webhookDeliveries,
  media
].flatMap(owner => Object.values(owner).filter(isOperation))
