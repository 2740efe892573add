import { z } from 'zod'
import { operation, staff, supervision } from '../operation.ts'
import { id, page, pageQuery } from '../primitives.ts'
import { cannedReply, cannedReplyFields } from './canned-reply.ts'

const owner = 'directory'
const params = z.object({ id })
const path = '/v1/canned-replies'

export const listCannedReplies = operation({
  id: 'listCannedReplies',
  owner,
  method: 'get',
  path,
  audience: staff,
  scope: 'directory:read',
  public: true,
  query: z.object({
    ...pageQuery,
    /** Those for this department and those for all. */
    departmentId: id.optional(),
    active: z.stringbool().optional()
  }),
  answer: page(cannedReply),
  summary: 'Canned replies by name; agents see those for all departments and those of their own'
})
export const createCannedReply = operation({
  id: 'createCannedReply',
  owner,
  method: 'post',
  path,
  audience: supervision,
  scope: 'administration:write',
  public: true,
  body: cannedReplyFields,
  answer: cannedReply,
  status: 201,
  summary: 'Create a canned reply; no other active one in the same department, or for all, may have its shortcut'
})
export const getCannedReply = operation({
  id: 'getCannedReply',
  owner,
  method: 'get',
  path: `${path}/:id`,
  audience: staff,
  scope: 'directory:read',
  public: true,
  params,
  answer: cannedReply,
  summary: 'One canned reply; its version is the ETag'
})
export const replaceCannedReply = operation({
  id: 'replaceCannedReply',
  owner,
  method: 'put',
  path: `${path}/:id`,
  audience: supervision,
  scope: 'administration:write',
  public: true,
  params,
  body: cannedReplyFields,
  answer: cannedReply,
  summary: 'Change a canned reply; If-Match guards against overwriting'
})
export const retireCannedReply = operation({
  id: 'retireCannedReply',
  owner,
  method: 'delete',
  path: `${path}/:id`,
  audience: supervision,
  scope: 'administration:write',
  public: true,
  params,
  status: 204,
  summary: 'Deactivate a canned reply; its shortcut becomes free'
})
