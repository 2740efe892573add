import { parseArgs } from 'node:util'
import {
  closeConversation,
  getConversation,
  listHistory,
  type Operation,
  returnConversation,
  transferConversation
} from '@inbox/contracts'
import { type Client, createClient, type User } from '@inbox/http'
import type { Rejection } from '@inbox/kernel'
import { readEnvironment, secrets } from '@inbox/runtime'
import { z } from 'zod'

const USAGE = `What supervisors can do with conversations, without the web app. QUEUE_URL and SERVICE_TOKEN_SECRET give access to queue.
The conversation's history shows --by as the actor; --note adds an internal note.

  conversations show <id>…                                     its current state and history, without what was said
  conversations return <id>… --by <name>                       back to Queue, at its old place
  conversations transfer <id>… --to <department> --by <name>   to a department
  conversations close <id>… --by <name> [--reason <text>]      close it
`

const options = {
  by: { type: 'string' },
  to: { type: 'string' },
  reason: { type: 'string' },
  note: { type: 'string' }
} as const
type Given = Partial<Record<keyof typeof options, string>>
type Answer = Record<string, unknown>

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** What operators can do to conversations; resolves with the exit code: 1 if anything was refused. */
export async function conversationsCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const [verb = '', ...ids] = positionals
  const doIt = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  const complete = ids.length > 0 && (verb === 'show' || values.by) && (verb !== 'transfer' || values.to)
  if (!doIt || !complete) {
    process.stderr.write(USAGE)
    return 2
  }
  const environment = readEnvironment({
    QUEUE_URL: z.url().default('http://127.0.0.1:4102'),
    SERVICE_TOKEN_SECRET: secrets
  })
  const { QUEUE_URL: baseUrl, SERVICE_TOKEN_SECRET: secret } = environment
  const client = createClient({ baseUrl, service: 'ops', secret })
  const actor: User = {
    kind: 'user',
    id: 'operator',
    name: values.by ?? 'operator',
    role: 'supervisor',
    departmentIds: []
  }
  let code = 0
  for (const id of ids) {
    const told = await doIt(client, actor, id, values)
    if ('refused' in told) code = 1
    print({ id, ...told })
  }
  return code
}

const verbs: Record<string, (client: Client, actor: User, id: string, given: Given) => Promise<Answer>> = {
  async show(client, actor, id) {
    const [now, history] = await Promise.all([
      client.call(getConversation, { params: { id }, actor }),
      client.call(listHistory, { params: { id }, actor })
    ])
    if (!now.ok) return refused(now.error)
    if (!history.ok) return refused(history.error)
    // the steps without what people said about them
    const steps = history.value.items.map(({ note, decision, ...step }) => step)
    return { ...standing(now.value), steps }
  },
  return: (client, actor, id, { note }) => act(client, returnConversation, actor, id, { note }),
  transfer: (client, actor, id, { to, note }) =>
    act(client, transferConversation, actor, id, { departmentId: to, note }),
  close: (client, actor, id, { reason, note }) => act(client, closeConversation, actor, id, { reason, note })
}

async function act(client: Client, operation: Operation, actor: User, id: string, body: object): Promise<Answer> {
  const done = await client.call(operation, { params: { id }, body, actor } as never)
  return done.ok ? standing(done.value as Standing) : refused(done.error)
}

const refused = ({ detail, code }: Rejection): Answer => ({ refused: detail, code })

interface Standing {
  referenceNumber: string
  status: string
  version: number
  departmentId: string
  agent?: { id: string; name: string } | undefined
  offer?: { agentId: string } | undefined
  statusSince?: string | undefined
}

const standing = ({ referenceNumber, status, version, departmentId, agent, offer, statusSince }: Standing): Answer => ({
  ...{ referenceNumber, status, version, departmentId, statusSince },
  ...(agent && { agentId: agent.id }),
  ...(offer && { offeredTo: offer.agentId })
})
