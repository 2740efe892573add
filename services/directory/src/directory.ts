import {
  agentChanged,
  cannedReplyChanged,
  channelChanged,
  departmentChanged,
  directoryAudited,
  signInEnded
} from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import type { Mongo } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { type Config, oidcConfigOf } from './config.ts'
import { deviceTokens } from './device-tokens.ts'
import { type AgentDocument, agentWithCredentialsOf, auditedAgent } from './domain/agent.ts'
import { type CannedReplyDocument, cannedReplyOf } from './domain/canned-reply.ts'
import { auditedChannel, type ChannelDocument, channelWithKeysOf } from './domain/channel.ts'
import { type DepartmentDocument, departmentOf } from './domain/department.ts'
import { guessBrake } from './guess-brake.ts'
import { identityProvider } from './identity-provider.ts'
import { type OidcSignIn, oidcSignIn } from './oidc-sign-in.ts'
import { type Sessions, sessions } from './sessions.ts'
import { type SignInByPassword, signInByPassword } from './sign-in.ts'
import { refusalTeller } from './sign-in-log.ts'
import { openAttempts } from './store/attempts.ts'
import { type Audit, type AuditDocument, openAudit } from './store/audit.ts'
import { openRegister, type Register } from './store/register.ts'
import { openSignInFlows } from './store/sign-in-flows.ts'
import { openSignIns, type SignInDocument } from './store/sign-ins.ts'

/** What the directory knows, and who may sign in. */
export interface Directory extends AsyncDisposable {
  departments: Register<DepartmentDocument>
  agents: Register<AgentDocument>
  channels: Register<ChannelDocument>
  cannedReplies: Register<CannedReplyDocument>
  audit: Audit
  signIn: SignInByPassword
  sessions: Sessions
  oidc: OidcSignIn
  clock: Clock
}

export interface DirectoryOptions {
  mongo: Mongo
  publish: Broker['publish']
  config: Config
  clock: Clock
  logger: Logger
}

export async function openDirectory({ mongo, publish, config, clock, logger }: DirectoryOptions): Promise<Directory> {
  const stack = new AsyncDisposableStack()
  const audit = await openAudit(mongo.collection<AuditDocument>('audit'))
  const registering = { mongo, audit, clock, publish, logger }
  const departments = stack.use(
    await openRegister({
      ...registering,
      name: 'departments',
      noun: 'department',
      unique: { field: 'sortKey', code: 'name-taken', detail: 'Another department has this name' },
      event: departmentChanged,
      describe: (document: DepartmentDocument) => ({ department: departmentOf(document) }),
      audited: { kind: 'department', view: ({ fields }) => fields }
    })
  )
  const agents = stack.use(
    await openRegister({
      ...registering,
      name: 'agents',
      noun: 'agent',
      unique: { field: 'emailKey', code: 'email-taken', detail: 'Somebody else has this e-mail address' },
      event: agentChanged,
      describe: (document: AgentDocument) => ({ agent: agentWithCredentialsOf(document) }),
      audited: { kind: 'agent', view: auditedAgent }
    })
  )
  const channels = stack.use(
    await openRegister({
      ...registering,
      name: 'channels',
      noun: 'channel',
      event: channelChanged,
      describe: (document: ChannelDocument) => ({ channel: channelWithKeysOf(document) }),
      audited: { kind: 'channel', view: auditedChannel }
    })
  )
  const cannedReplies = stack.use(
    await openRegister({
      ...registering,
      name: 'cannedReplies',
      noun: 'canned reply',
      unique: { field: 'shortcutKey', code: 'shortcut-taken', detail: 'Another canned reply there has this shortcut' },
      event: cannedReplyChanged,
      describe: (document: CannedReplyDocument) => ({ cannedReply: cannedReplyOf(document) }),
      audited: { kind: 'cannedReply', view: ({ fields }) => fields }
    })
  )
  const attempts = await openAttempts(mongo.collection('signInAttempts'))
  const signIns = stack.use(
    await openSignIns({
      collection: mongo.collection<SignInDocument>('signIns'),
      types: [signInEnded, directoryAudited],
      publish,
      record: audit.recordEvents,
      logger
    })
  )
  const devices = deviceTokens(config.ACCESS_TOKEN_SECRET)
  const flows = await openSignInFlows(mongo.collection('signInFlows'))
  const oidcConfig = oidcConfigOf(config)
  const provider =
    oidcConfig &&
    identityProvider(oidcConfig, error => logger.warn({ err: error }, 'the identity provider is not believed'))
  const open = sessions({ agents, signIns, devices, config, clock, logger })
  const brake = guessBrake(attempts, clock)
  const tellRefused = refusalTeller(audit, logger)
  return {
    departments,
    agents,
    channels,
    cannedReplies,
    audit,
    signIn: signInByPassword({ agents, brake, sessions: open, devices, tellRefused, clock }),
    sessions: open,
    oidc: oidcSignIn({ provider, flows, agents, sessions: open, devices, tellRefused, clock }),
    clock,
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }
}
