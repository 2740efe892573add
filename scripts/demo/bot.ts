import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Agent, Department, ServiceAccount } from '@inbox/contracts'
import { type Call, createJsonClient, type DemoFile, emailOf, listAll } from '@inbox/devstack'
import { root } from '../root.ts'
import { onStopRequest } from '../stop-requests.mjs'
import { runningSystem } from './running-system.ts'

const SAMPLE = join(root, 'libs/simulators/src/bots/sample-bot.ts')
const NAME = 'Robin'

/** Runs the sample bot until Ctrl-C, then restores Support; resolves with the exit code: 2 if no system runs. */
export async function runBot(): Promise<number> {
  const demo = await runningSystem()
  if (!demo) return 2
  const stopped = new Promise<undefined>(resolve => onStopRequest(() => resolve(undefined)))
  const support = demo.departments.find(({ mode }) => mode === 'manual')!
  const call = await administrator(demo)
  const botId = await registered(call, support.id)
  await revokeTokens(call, botId)
  const { token } = await call<{ token: string }>('POST', '/v1/service-accounts', { name: NAME, botId })
  const before = await putFirst(call, support.id, botId)

  const env = { ...process.env, INBOX_URL: demo.gateway, INBOX_TOKEN: token }
  const child = spawn(process.execPath, ['--no-warnings', SAMPLE], { env, stdio: 'inherit' })
  const ended = once(child, 'exit')
  console.log(
    `${NAME} now answers first in ${support.name}: write to it at ${demo.customers}/help (web chat) or ${demo.customers}/phone (WhatsApp).\n` +
      `Conversations it hands over wait for Ana and Leo at ${demo.gateway}. Ctrl-C stops it.`
  )
  const brokeDown = await Promise.race([stopped, ended])
  child.kill()
  await ended
  await leave(demo, { departmentId: support.id, botId, before })
  return brokeDown ? 1 : 0
}

async function administrator({ gateway, users }: DemoFile): Promise<Call> {
  const { email, password } = users.find(({ role }) => role === 'admin')!
  const body = { email, password }
  const { accessToken } = await createJsonClient(gateway)<{ accessToken: string }>('POST', '/v1/auth/login', body)
  return createJsonClient(gateway, accessToken)
}

/** The bot of an earlier run, or else a new one. */
async function registered(call: Call, departmentId: string): Promise<string> {
  const email = emailOf(NAME)
  const known = (await listAll<Agent>(call, '/v1/agents')).find(each => each.email === email)
  const fields = { name: NAME, email, role: 'agent', departmentIds: [departmentId], limit: 100, bot: {} }
  return (known ?? (await call<Agent>('POST', '/v1/agents', fields))).id
}

/** Each run has its own token, which is stored nowhere; this also revokes those of runs that were killed. */
async function revokeTokens(call: Call, botId: string): Promise<void> {
  const accounts = await listAll<ServiceAccount>(call, '/v1/service-accounts')
  for (const account of accounts)
    if (account.active && account.botId === botId) await call('DELETE', `/v1/service-accounts/${account.id}`)
}

/** Resolves with the bot that was first there before, if any. */
async function putFirst(call: Call, departmentId: string, botId: string | undefined): Promise<string | undefined> {
  const path = `/v1/departments/${departmentId}`
  const { id, version, botId: before, ...fields } = await call<Department>('GET', path)
  await call('PUT', path, { ...fields, ...(botId && { botId }) })
  return before
}

/** A bot that is away gets no offers, so it does no harm if the system was stopped first. */
async function leave(demo: DemoFile, { departmentId, botId, before }: Left): Promise<void> {
  if (!(await runningSystem())) return
  // signs in again: an access token is valid for minutes, and the bot runs for hours
  const call = await administrator(demo)
  await putFirst(call, departmentId, before === botId ? undefined : before)
  await revokeTokens(call, botId)
}

interface Left {
  departmentId: string
  botId: string
  before: string | undefined
}
