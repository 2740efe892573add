import { ok, reject } from '@inbox/kernel'
import { expect, test } from '@jest/globals'
import type { AgentDocument } from '../domain/agent.ts'
import { ensureFirstAdministrator } from './ensure-first-administrator.ts'
import { createPasswords } from './passwords.ts'

const passwords = createPasswords(8)

/** `present`: the administrator that each look-up finds, in turn; `taken`: somebody else has the e-mail address. */
async function firstStart(chosen: string | undefined, present: (AgentDocument | null)[] = [], taken = false) {
  const [added, told]: [AgentDocument[], string[]] = [[], []]
  const agents = {
    activeAdministrator: async () => present.shift() ?? null,
    add: async (content: object) => {
      if (taken) return reject('email-taken', 'Somebody else has this e-mail address')
      added.push(content as AgentDocument)
      return ok(content as AgentDocument)
    }
  }
  await ensureFirstAdministrator(agents, passwords, { email: 'admin@example.com', password: chosen }, line =>
    told.push(line)
  )
  return { added, told }
}

test('the first start creates an administrator; without a chosen password it has none, and the log says how to make one', async () => {
  const { added, told } = await firstStart(undefined)
  expect(told).toEqual([
    expect.stringMatching(/admin@example\.com.* ops password admin@example\.com --by <your name>$/)
  ])
  expect(added).toMatchObject([{ fields: { email: 'admin@example.com', role: 'admin', active: true } }])
  expect(added[0]!.passwordHash).toBeUndefined()
})

test('a chosen password is never logged', async () => {
  const { added, told } = await firstStart('a chosen password')
  expect(await passwords.isRight('a chosen password', added[0]!.passwordHash)).toBe(true)
  expect([added[0]!.oneTimeUntil, told]).toEqual([undefined, []])
})

test('if there is an administrator, nobody is created and nothing is logged', async () => {
  expect(await firstStart(undefined, [{} as AgentDocument])).toEqual({ added: [], told: [] })
})

test('of processes that start together one creates the administrator, and the others log nothing', async () => {
  expect(await firstStart(undefined, [null, {} as AgentDocument], true)).toEqual({ added: [], told: [] })
})

test('if none can be created because the address is taken, that is logged', async () => {
  const { told } = await firstStart(undefined, [], true)
  expect(told).toEqual([expect.stringMatching(/no administrator.*admin@example\.com/)])
})

test('a chosen password that is easily guessed ends the start, with an explanation', async () => {
  await expect(firstStart('administrator')).rejects.toThrow(/^ADMIN_PASSWORD: /)
})
