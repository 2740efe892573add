import { z } from 'zod'
import { administration, operation, staff } from '../operation.ts'
import { id, instant, page, pageQuery } from '../primitives.ts'
import { agent, agentFields, password } from './agent.ts'
import { auditAction, auditEntry, auditSubjectKind } from './audit.ts'
import { channel } from './channel.ts'
import { writtenChannel } from './channel-settings.ts'
import { department, departmentFields } from './department.ts'
import { directorySnapshot } from './events.ts'

const byId = z.object({ id })
const list = z.object(pageQuery)
const owner = 'directory'

export const listDepartments = operation({
  id: 'listDepartments',
  owner,
  method: 'get',
  path: '/v1/departments',
  audience: staff,
  public: true,
  query: list,
  answer: page(department),
  summary: 'Departments by name'
})
export const createDepartment = operation({
  id: 'createDepartment',
  owner,
  method: 'post',
  path: '/v1/departments',
  audience: administration,
  public: true,
  body: departmentFields,
  answer: department,
  status: 201,
  summary: 'Register a department'
})
export const getDepartment = operation({
  id: 'getDepartment',
  owner,
  method: 'get',
  path: '/v1/departments/:id',
  audience: staff,
  public: true,
  params: byId,
  answer: department,
  summary: 'One department; its version is the ETag'
})
export const replaceDepartment = operation({
  id: 'replaceDepartment',
  owner,
  method: 'put',
  path: '/v1/departments/:id',
  audience: administration,
  public: true,
  params: byId,
  body: departmentFields,
  answer: department,
  summary: 'Change, or with `successorId` end, a department and its policy; If-Match guards against overwriting'
})
export const deactivateDepartment = operation({
  id: 'deactivateDepartment',
  owner,
  method: 'delete',
  path: '/v1/departments/:id',
  audience: administration,
  public: true,
  params: byId,
  query: z.object({ successorId: id.optional() }),
  status: 204,
  summary: 'Deactivate a department; nothing is deleted. While something points at it, only with a successor'
})

const newAgent = agentFields.extend({ password: password.optional() })
export const listAgents = operation({
  id: 'listAgents',
  owner,
  method: 'get',
  path: '/v1/agents',
  audience: staff,
  public: true,
  query: list,
  answer: page(agent),
  summary: 'Agents by name'
})
export const createAgent = operation({
  id: 'createAgent',
  owner,
  method: 'post',
  path: '/v1/agents',
  audience: administration,
  public: true,
  body: newAgent,
  answer: agent,
  status: 201,
  summary: 'Register an agent, supervisor or administrator'
})
export const getAgent = operation({
  id: 'getAgent',
  owner,
  method: 'get',
  path: '/v1/agents/:id',
  audience: staff,
  public: true,
  params: byId,
  answer: agent,
  summary: 'One agent; its version is the ETag'
})
export const replaceAgent = operation({
  id: 'replaceAgent',
  owner,
  method: 'put',
  path: '/v1/agents/:id',
  audience: administration,
  public: true,
  params: byId,
  body: newAgent,
  answer: agent,
  summary: 'Change or deactivate an agent; If-Match guards against overwriting'
})

export const createOneTimePassword = operation({
  id: 'createOneTimePassword',
  owner,
  method: 'post',
  path: '/v1/agents/:id/one-time-password',
  audience: administration,
  public: true,
  params: byId,
  body: z.strictObject({}).optional(),
  answer: z.object({ password: z.string(), expiresAt: z.iso.datetime() }),
  status: 201,
  summary: 'Replace the password by one that is shown this once, and to be replaced when signing in with it'
})

export const listChannels = operation({
  id: 'listChannels',
  owner,
  method: 'get',
  path: '/v1/channels',
  audience: staff,
  public: true,
  query: list,
  answer: page(channel),
  summary: 'Channels by name; settings and keys are shown to administrators only'
})
export const createChannel = operation({
  id: 'createChannel',
  owner,
  method: 'post',
  path: '/v1/channels',
  audience: administration,
  public: true,
  body: writtenChannel,
  answer: channel,
  status: 201,
  summary: 'Register a channel'
})
export const getChannel = operation({
  id: 'getChannel',
  owner,
  method: 'get',
  path: '/v1/channels/:id',
  audience: staff,
  public: true,
  params: byId,
  answer: channel,
  summary: 'One channel; its version is the ETag'
})
export const replaceChannel = operation({
  id: 'replaceChannel',
  owner,
  method: 'put',
  path: '/v1/channels/:id',
  audience: administration,
  public: true,
  params: byId,
  body: writtenChannel,
  answer: channel,
  summary: 'Change a channel; If-Match guards against overwriting'
})
export const createChannelKey = operation({
  id: 'createChannelKey',
  owner,
  method: 'post',
  path: '/v1/channels/:id/keys',
  audience: administration,
  public: true,
  params: byId,
  body: z.strictObject({ retireOthersAfterSeconds: z.number().min(0).max(2_592_000).optional() }),
  answer: z.object({ id, apiKey: z.string() }),
  status: 201,
  summary: 'A new API key, shown this once; the others retire after the given overlap'
})

export const listAudit = operation({
  id: 'listAudit',
  owner,
  method: 'get',
  path: '/v1/audit',
  audience: administration,
  public: true,
  query: z.object({
    ...pageQuery,
    subjectKind: auditSubjectKind.optional(),
    subjectId: id.optional(),
    actorId: id.optional(),
    action: auditAction.optional(),
    /** From this instant on, and before that one. */
    from: instant.optional(),
    to: instant.optional()
  }),
  answer: page(auditEntry),
  summary: 'Who changed which department, agent or channel, newest first, with the fields before and after'
})
export type AuditQuery = z.infer<(typeof listAudit)['query']>

export const revokeChannelKey = operation({
  id: 'revokeChannelKey',
  owner,
  method: 'delete',
  path: '/v1/channels/:id/keys/:keyId',
  audience: administration,
  public: true,
  params: z.object({ id, keyId: id }),
  status: 204,
  summary: 'End an API key at once; the others go on'
})

/** What the gateway needs to open a browser's session of work. */
export const signedIn = z.object({
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
  refreshToken: z.string(),
  refreshExpiresAt: z.iso.datetime(),
  /** Marks the device as one on which this agent, and who did so before, has signed in. */
  deviceToken: z.string(),
  deviceExpiresAt: z.iso.datetime(),
  agent
})
export type SignedIn = z.infer<typeof signedIn>
/** From where somebody signs in. */
export const signInOrigin = z.strictObject({
  /** Of IPv6 the network. */
  address: z.string().max(100),
  deviceToken: z.string().max(4000).optional(),
  /** They are signed in already, and change their password. */
  signInId: id.optional()
})
export type SignInOrigin = z.infer<typeof signInOrigin>
export const signIn = operation({
  id: 'signIn',
  owner,
  method: 'post',
  path: '/v1/sign-in',
  audience: ['service'],
  body: z.strictObject({
    email: z.string().max(320),
    password: z.string().max(200),
    newPassword: password.optional(),
    origin: signInOrigin
  }),
  answer: signedIn,
  summary: 'Check a password, and replace it if a new one is given; answers tokens'
})
export const refreshSignIn = operation({
  id: 'refreshSignIn',
  owner,
  method: 'post',
  path: '/v1/sign-in/refresh',
  audience: ['service'],
  body: z.strictObject({ refreshToken: z.string().max(500), deviceToken: z.string().max(4000).optional() }),
  answer: signedIn,
  summary: 'Exchange a refresh token once; one that comes late, or was copied, ends its sign-in'
})
export const signOut = operation({
  id: 'signOut',
  owner,
  method: 'post',
  path: '/v1/sign-out',
  audience: ['service'],
  body: z.union([
    z.strictObject({ refreshToken: z.string().max(500), address: z.string().max(100).optional() }),
    z.strictObject({ signInId: id, address: z.string().max(100).optional() })
  ]),
  answer: z.object({ agentId: id.optional() }),
  summary: 'End a sign-in with all its tokens; answers whose it was, if it was still good'
})

export const getDirectorySnapshot = operation({
  id: 'getDirectorySnapshot',
  owner,
  method: 'get',
  path: '/v1/snapshot',
  audience: ['service'],
  answer: directorySnapshot,
  summary: 'Everything, for consumers that start'
})
