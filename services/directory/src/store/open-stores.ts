import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import { type Mongo, startDatabaseClock } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { openAgents } from './agents.ts'
import { openAttempts } from './attempts.ts'
import { openAudit } from './audit.ts'
import { openCannedReplies } from './canned-replies.ts'
import { openChannels } from './channels.ts'
import { openDepartments } from './departments.ts'
import { openPushSubscriptions, type PushSubscriptionDocument } from './push-subscriptions.ts'
import { createServiceAccountUses } from './service-account-uses.ts'
import { openServiceAccounts } from './service-accounts.ts'
import { openSignInFlows } from './sign-in-flows.ts'
import { openSignIns, type SignInDocument } from './sign-ins.ts'
import { openWebhooks } from './webhooks.ts'

export interface StoreDependencies {
  mongo: Mongo
  publish: Broker['publish']
  clock: Clock
  logger: Logger
}

/** Everything that the directory stores. */
export async function openStores({ mongo, publish, clock, logger }: StoreDependencies) {
  const stack = new AsyncDisposableStack()
  const audit = await openAudit(mongo.collection('audit'))
  const outboxClock = stack.use(await startDatabaseClock(mongo, logger))
  const dependencies = { mongo, audit, clock, outboxClock, publish, logger }
  const signIns = mongo.collection<SignInDocument>('signIns')
  return {
    departments: stack.use(await openDepartments(dependencies)),
    agents: stack.use(await openAgents(dependencies)),
    channels: stack.use(await openChannels(dependencies)),
    cannedReplies: stack.use(await openCannedReplies(dependencies)),
    webhooks: stack.use(await openWebhooks(dependencies)),
    serviceAccounts: stack.use(await openServiceAccounts(dependencies)),
    serviceAccountUses: createServiceAccountUses(mongo.collection('serviceAccountUses')),
    audit,
    attempts: await openAttempts(mongo.collection('signInAttempts')),
    signIns: stack.use(await openSignIns({ collection: signIns, audit, publish, clock: outboxClock, logger })),
    pushSubscriptions: await openPushSubscriptions(mongo.collection<PushSubscriptionDocument>('pushSubscriptions')),
    signInFlows: await openSignInFlows(mongo.collection('signInFlows')),
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }
}
export type Stores = Awaited<ReturnType<typeof openStores>>
