import { z } from 'zod'
import { administration, operation, staff } from '../operation.ts'
import { id, instant, page, pageQuery } from '../primitives.ts'
import { agent, agentFields, password } from './agent.ts'
import { auditAction, auditEntry, auditSubjectKind } from './audit.ts'
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
  scope: 'directory:read',
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
  scope: 'administration:write',
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
  scope: 'directory:read',
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
  scope: 'administration:write',
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
  scope: 'administration:write',
  public: true,
  params: byId,
  query: z.object({ successorId: id.optional() }),
  status: 204,
  summary: 'Deactivate a department; nothing is deleted. While something refers to it, a successor is required'
})

const newAgent = agentFields.extend({ password: password.optional() })
export const listAgents = operation({
  id: 'listAgents',
  owner,
  method: 'get',
  path: '/v1/agents',
  audience: staff,
  scope: 'directory:read',
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
  scope: 'administration:write',
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
  scope: 'directory:read',
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
  scope: 'administration:write',
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
  scope: null,
  public: true,
  params: byId,
  body: z.strictObject({}).optional(),
  answer: z.object({ password: z.string(), expiresAt: z.iso.datetime() }),
  status: 201,
  summary: 'Replace the password by a one-time password, which is shown only once and must be replaced at sign-in'
})

export const listAudit = operation({
  id: 'listAudit',
  owner,
  method: 'get',
  path: '/v1/audit',
  audience: administration,
  scope: 'administration:read',
  public: true,
  query: z.object({
    ...pageQuery,
    subjectKind: auditSubjectKind.optional(),
    subjectId: id.optional(),
    actorId: id.optional(),
    action: auditAction.optional(),
    /** `from` is inclusive, `to` exclusive. */
    from: instant.optional(),
    to: instant.optional()
  }),
  answer: page(auditEntry),
  summary: 'Who changed which department, agent or channel, newest first, with the fields before and after'
})
export type AuditQuery = z.infer<(typeof listAudit)['query']>

export const getDirectorySnapshot = operation({
  id: 'getDirectorySnapshot',
  owner,
  method: 'get',
  path: '/v1/snapshot',
  audience: ['service'],
  answer: directorySnapshot,
  summary: 'Everything, for consumers that are starting up'
})
