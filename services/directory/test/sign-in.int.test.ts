import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { accessTokenRules } from '@inbox/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { jwtVerify } from 'jose'
import { start } from '../src/service.ts'
import { ACCESS_SECRET, ADDRESS, ADMIN, anAgent, startDirectory, type TestDirectory } from './builders.ts'

const PASSWORD = 'correct horse battery'
let directory: TestDirectory
let made = 0
let agent: { id: string; email: string }

beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
})
afterAll(() => directory.stop())
beforeEach(async () => {
  const email = `agent${++made}@example.com`
  agent = (await directory.admin('POST', '/v1/agents', anAgent({ email, password: PASSWORD }))).body
})

const replace = (changes: object) =>
  directory.admin('PUT', `/v1/agents/${agent.id}`, { ...anAgent({ email: agent.email }), ...changes })

const opsPassword = ({ url, config }: TestDirectory, ...args: string[]) =>
  promisify(execFile)(
    process.execPath,
    ['--conditions=source', '--no-warnings', 'scripts/ops.ts', 'password', ...args],
    {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      env: { PATH: process.env.PATH, DIRECTORY_URL: url, SERVICE_TOKEN_SECRET: config.SERVICE_TOKEN_SECRET }
    }
  )

describe('the first start', () => {
  test('creates an administrator, and a second start does not', async () => {
    expect((await directory.signIn(ADMIN.email, ADMIN.password)).body.agent).toMatchObject({ role: 'admin' })
    const again = await start({ ...directory.config, ADMIN_EMAIL: 'second@example.com' }, directory.clock)
    await again[Symbol.asyncDispose]()
    expect((await directory.signIn('second@example.com', ADMIN.password)).status).toBe(401)
  })

  test('without a password creates an administrator who gets in with a one-time password from the command line', async () => {
    const fresh = await startDirectory(import.meta.url, { ADMIN_PASSWORD: undefined })
    try {
      expect((await fresh.signIn(ADMIN.email, '')).status).toBe(401)
      const { stdout } = await opsPassword(fresh, ADMIN.email, '--by', 'Installer')
      const { password } = JSON.parse(stdout)
      const replaced = await fresh.call('POST', '/v1/sign-in', {
        body: { email: ADMIN.email, password, newPassword: PASSWORD, origin: { address: ADDRESS } }
      })
      expect(replaced).toMatchObject({ status: 200, body: { agent: { role: 'admin' } } })
    } finally {
      await fresh.stop()
    }
  })
})

describe('signing in', () => {
  test('returns an access token that says who the agent is and what they may do', async () => {
    const { status, body } = await directory.signIn(agent.email.toUpperCase(), PASSWORD)
    expect(status).toBe(200)
    const { algorithm, issuer, audience } = accessTokenRules
    const { payload } = await jwtVerify(body.accessToken, new TextEncoder().encode(ACCESS_SECRET), {
      algorithms: [algorithm],
      issuer,
      audience,
      currentDate: directory.clock.now()
    })
    expect(payload).toMatchObject({
      sub: agent.id,
      name: 'Ana',
      role: 'agent',
      departmentIds: [],
      version: 1,
      credentialsVersion: 0
    })
    expect(payload.exp! - payload.iat!).toBe(900)
    expect(Date.parse(body.expiresAt)).toBe(payload.exp! * 1000)
  })

  test('gives the same answer for a wrong password, an unknown email and a deactivated agent', async () => {
    const wrong = await directory.signIn(agent.email, 'wrong')
    const unknown = await directory.signIn(`nobody${made}@example.com`, PASSWORD)
    await replace({ active: false })
    const deactivated = await directory.signIn(agent.email, PASSWORD)
    expect(wrong).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(unknown.body).toEqual(wrong.body)
    expect(deactivated.body).toEqual(wrong.body)
  })

  test('is limited after five wrong passwords, even for an unknown email, and even for concurrent attempts', async () => {
    for (const email of [agent.email, `ghost${made}@example.com`]) {
      const tries = await Promise.all(Array.from({ length: 12 }, () => directory.signIn(email, 'wrong')))
      expect(tries.filter(({ status }) => status === 401)).toHaveLength(5)
      const limited = await directory.signIn(email, PASSWORD)
      expect(limited).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
      expect(limited.headers.get('retry-after')).toBe('5')
    }
    directory.clock.advance(5000)
    expect((await directory.signIn(agent.email, PASSWORD)).status).toBe(200)
    expect((await directory.signIn(agent.email, 'wrong')).status).toBe(401)
  })
})

describe('guessing', () => {
  const guess = (from: string, password = 'wrong') => directory.signIn(agent.email, password, { address: from })

  test('from one address limits nobody at another', async () => {
    for (let n = 0; n < 5; n++) await guess('198.51.100.1')
    expect((await guess('198.51.100.1', PASSWORD)).status).toBe(429)
    expect((await guess('198.51.100.2', PASSWORD)).status).toBe(200)
  })

  test('from one of the owner’s devices is limited like any other, for that device', async () => {
    const { deviceToken } = (await directory.signIn(agent.email, PASSWORD)).body
    const origin = { address: ADDRESS, deviceToken }
    for (let n = 0; n < 5; n++) expect((await directory.signIn(agent.email, 'wrong', origin)).status).toBe(401)
    const limited = await directory.signIn(agent.email, PASSWORD, origin)
    expect(limited).toMatchObject({ status: 429, body: { current: { retryAfterSeconds: 5 } } })
    expect((await directory.signIn(agent.email, PASSWORD)).status).toBe(200)
  })
})

describe('an account attacked by strangers from many addresses', () => {
  let owner: { id: string; email: string }
  let bosses: { refreshToken: string; deviceToken: string }
  let theirs: string
  const come = (origin: object, password = PASSWORD) => directory.signIn(owner.email, password, origin)

  beforeAll(async () => {
    const body = anAgent({ name: 'Owner', email: 'owner@example.com', password: PASSWORD })
    owner = (await directory.admin('POST', '/v1/agents', body)).body
    bosses = (await directory.signIn(ADMIN.email, ADMIN.password)).body
    theirs = (await come({ deviceToken: bosses.deviceToken })).body.deviceToken
    for (let n = 0; n < 31; n++) await come({ address: `198.51.100.${n}` }, 'wrong')
  })

  test('locks out all strangers for a while', async () => {
    expect(await come({ address: '203.0.113.1' })).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
  })

  test('admits its owner from a device on which they signed in, even at an address used by strangers', async () => {
    expect((await come({ address: '198.51.100.1', deviceToken: theirs })).status).toBe(200)
  })

  test('treats a device of somebody else, or one with a forged mark, as a stranger', async () => {
    for (const deviceToken of [bosses.deviceToken, 'made-up']) expect((await come({ deviceToken })).status).toBe(429)
  })

  test('still knows a device after others sign in or refresh there', async () => {
    const refreshed = await directory.call('POST', '/v1/sign-in/refresh', {
      body: { refreshToken: bosses.refreshToken, deviceToken: theirs }
    })
    expect((await come({ deviceToken: refreshed.body.deviceToken })).status).toBe(200)
  })

  test('admits from a new device with an administrator’s one-time password', async () => {
    const { password } = (await directory.admin('POST', `/v1/agents/${owner.id}/one-time-password`, {})).body
    const answer = await come({ address: '203.0.113.9' }, password)
    expect(answer).toMatchObject({ status: 409, body: { code: 'password-change-required' } })
  })
})

describe('passwords', () => {
  const OWN = 'a password of my own'
  const signInWith = (password: string, newPassword?: string) =>
    directory.call('POST', '/v1/sign-in', {
      body: { email: agent.email, password, newPassword, origin: { address: ADDRESS } }
    })
  const oneTime = async () =>
    (await directory.admin('POST', `/v1/agents/${agent.id}/one-time-password`, {})).body.password

  test('for one use are made by administrators, shown once, and good only for choosing another', async () => {
    const before = (await signInWith(PASSWORD)).body
    directory.clock.advance(1000)
    const password = await oneTime()
    expect(password).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)
    expect((await signInWith(PASSWORD)).status).toBe(401)
    expect((await directory.refresh(before.refreshToken)).status).toBe(401)

    expect(await signInWith(password)).toMatchObject({ status: 409, body: { code: 'password-change-required' } })
    expect((await signInWith(password, password)).status).toBe(422)
    expect((await signInWith(password, 'short')).status).toBe(400)
    const chosen = await signInWith(password, OWN)
    expect(chosen).toMatchObject({ status: 200, body: { agent: { id: agent.id } } })
    expect((await directory.refresh(chosen.body.refreshToken)).status).toBe(200)
    expect((await signInWith(password, 'yet another password')).status).toBe(401)
    expect((await signInWith(OWN)).status).toBe(200)
  })

  test('for one use can also be made from the command line, for those who have no administrator to ask', async () => {
    const ops = (...args: string[]) => opsPassword(directory, ...args)
    const { stdout } = await ops(agent.email.toUpperCase(), '--by', 'Night shift')
    const { password } = JSON.parse(stdout)
    expect(await signInWith(password)).toMatchObject({ status: 409, body: { code: 'password-change-required' } })
    const { items } = (await directory.admin('GET', `/v1/audit?subjectId=${agent.id}`)).body
    expect(items[0]).toMatchObject({ action: 'changed', actor: { id: 'operator', name: 'Night shift' } })
    expect(JSON.stringify(items)).not.toContain(password)
    await expect(ops('nobody@example.com', '--by', 'Night shift')).rejects.toMatchObject({
      ...{ code: 1, stderr: 'nobody has the e-mail address nobody@example.com\n' }
    })
    await expect(ops(agent.email)).rejects.toMatchObject({ code: 2 })
  })

  test('that are easily guessed are refused, whoever sets them, with an explanation', async () => {
    for (const [password, weakness] of [
      ['password12', 'common'],
      ['aaaaaaaaaa', 'repeated'],
      ['          ', 'repeated'],
      [agent.email, 'personal']
    ] as const) {
      const refused = { status: 422, body: { code: 'weak-password', current: { weakness } } }
      expect(await replace({ password })).toMatchObject(refused)
      expect(await directory.admin('POST', '/v1/agents', anAgent({ email: agent.email, password }))).toMatchObject(
        refused
      )
      expect(await signInWith(PASSWORD, password)).toMatchObject(refused)
    }
    expect((await signInWith(PASSWORD)).status).toBe(200)
  })

  test('for one use end after a week, or when an administrator sets another', async () => {
    const password = await oneTime()
    directory.clock.advance(7 * 86_400_000)
    expect((await signInWith(password, OWN)).status).toBe(401)
    await replace({ password: PASSWORD })
    expect((await signInWith(PASSWORD)).status).toBe(200)
  })

  test('changed by their owners end all their other sign-ins, and the audit log says who did it', async () => {
    const before = (await signInWith(PASSWORD)).body
    directory.clock.advance(1000)
    const after = (await signInWith(PASSWORD, OWN)).body
    expect((await directory.refresh(before.refreshToken)).status).toBe(401)
    expect((await directory.refresh(after.refreshToken)).status).toBe(200)
    const { body } = await directory.admin('GET', `/v1/audit?subjectId=${agent.id}&actorId=${agent.id}&action=changed`)
    expect(body.items).toMatchObject([{ action: 'changed', changes: [{ path: 'passwordSetAt' }] }])
    expect(JSON.stringify(body)).not.toContain(OWN)
  })
})

describe('refreshing', () => {
  test('exchanges each refresh token once, for one that reflects what the agent is now', async () => {
    const first = (await directory.signIn(agent.email, PASSWORD)).body
    await replace({ role: 'supervisor' })
    const second = await directory.refresh(first.refreshToken)
    expect(second).toMatchObject({ status: 200, body: { agent: { role: 'supervisor' } } })
    expect(second.body.refreshToken).not.toBe(first.refreshToken)
    expect((await directory.refresh(second.body.refreshToken)).status).toBe(200)
  })

  test('may be repeated if the answer was lost, and the lost token is no longer valid', async () => {
    const first = (await directory.signIn(agent.email, PASSWORD)).body
    const lost = (await directory.refresh(first.refreshToken)).body
    const repeated = await directory.refresh(first.refreshToken)
    expect(repeated.status).toBe(200)
    expect((await directory.refresh(repeated.body.refreshToken)).status).toBe(200)
    // if somebody else later uses the token of the lost response, the sign-in ends for all
    directory.clock.advance(30_000)
    expect((await directory.refresh(lost.refreshToken)).status).toBe(401)
  })

  test('with a token whose successor was used, or that is too old, ends the whole family', async () => {
    const first = (await directory.signIn(agent.email, PASSWORD)).body
    const second = (await directory.refresh(first.refreshToken)).body
    const third = (await directory.refresh(second.refreshToken)).body
    expect((await directory.refresh(first.refreshToken)).status).toBe(401)
    expect((await directory.refresh(third.refreshToken)).status).toBe(401)

    const other = (await directory.signIn(agent.email, PASSWORD)).body
    const next = (await directory.refresh(other.refreshToken)).body
    directory.clock.advance(30_000)
    expect((await directory.refresh(other.refreshToken)).status).toBe(401)
    expect((await directory.refresh(next.refreshToken)).status).toBe(401)
  })

  test.each([0, 1, 2])('by several tabs at once continues with answer number %s', async last => {
    const { refreshToken } = (await directory.signIn(agent.email, PASSWORD)).body
    const answers = await Promise.all([1, 2, 3].map(() => directory.refresh(refreshToken)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const kept = answers[last]!.body.refreshToken
    directory.clock.advance(900_000)
    expect((await directory.refresh(kept)).status).toBe(200)
  })

  test.each([
    ['the agent was deactivated', () => replace({ active: false })],
    [
      'the password was changed',
      async () => {
        directory.clock.advance(1000)
        await replace({ password: 'another password' })
      }
    ],
    ['it has expired', async () => directory.clock.advance(1_209_600_000)]
  ])('ends when %s', async (_, change) => {
    const { refreshToken } = (await directory.signIn(agent.email, PASSWORD)).body
    await change()
    expect((await directory.refresh(refreshToken)).status).toBe(401)
  })

  test('ends with signing out, which says whose it was', async () => {
    const { refreshToken } = (await directory.signIn(agent.email, PASSWORD)).body
    const out = () => directory.call('POST', '/v1/sign-out', { body: { refreshToken } })
    expect(await out()).toMatchObject({ status: 200, body: { agentId: agent.id } })
    expect((await directory.refresh(refreshToken)).status).toBe(401)
    expect((await out()).body).toEqual({})
    expect((await directory.refresh('nonsense')).status).toBe(401)
  })
})

describe('what gateways are told', () => {
  const snapshot = async () => (await directory.call('GET', '/v1/snapshot')).body
  const versionOf = async () =>
    (await snapshot()).agents.find(({ id }: { id: string }) => id === agent.id).credentialsVersion
  const claimsOf = ({ accessToken }: { accessToken: string }) =>
    JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString())

  test('a new password, a one-time password and a deactivation invalidate older access tokens', async () => {
    const changes = [
      () => replace({ password: 'another password' }),
      () => directory.admin('POST', `/v1/agents/${agent.id}/one-time-password`, {}),
      () => replace({ active: false })
    ]
    for (const [done, change] of changes.entries()) {
      expect(await versionOf()).toBe(done)
      await change()
    }
    expect(await versionOf()).toBe(3)
    await replace({ active: true })
    expect(await versionOf()).toBe(3)
  })

  test('a changed password keeps the sign-in that changed it, and no other', async () => {
    const origin = { address: ADDRESS }
    const before = (await directory.signIn(agent.email, PASSWORD)).body
    const body = { email: agent.email, password: PASSWORD, newPassword: 'quite another password', origin }
    const after = (await directory.call('POST', '/v1/sign-in', { body })).body
    expect([before, after].map(claimsOf)).toMatchObject([{ credentialsVersion: 0 }, { credentialsVersion: 1 }])
    expect(await versionOf()).toBe(1)
    // at the same instant, as this does not depend on clocks
    expect((await directory.refresh(before.refreshToken)).status).toBe(401)
    expect((await directory.refresh(after.refreshToken)).status).toBe(200)
  })

  test('a deactivated agent’s sign-ins stay ended when the agent is active again', async () => {
    const { refreshToken } = (await directory.signIn(agent.email, PASSWORD)).body
    await replace({ active: false })
    await replace({ active: true })
    expect((await directory.refresh(refreshToken)).status).toBe(401)
  })

  test('signing out, by refresh token or by sign-in, says which access tokens end, until they would have expired', async () => {
    const [one, other] = [
      (await directory.signIn(agent.email, PASSWORD)).body,
      (await directory.signIn(agent.email, PASSWORD)).body
    ]
    const signInId = claimsOf(other).signInId
    await directory.call('POST', '/v1/sign-out', { body: { refreshToken: one.refreshToken } })
    await directory.call('POST', '/v1/sign-out', { body: { signInId } })
    const until = new Date(directory.clock.now().getTime() + 900_000).toISOString()
    const ended = [claimsOf(one).signInId, signInId].map(id => ({ signInId: id, agentId: agent.id, until }))
    expect((await snapshot()).endedSignIns).toEqual(expect.arrayContaining(ended))
    expect((await directory.refresh(other.refreshToken)).status).toBe(401)
  })
})

test('sign-ins are audited: who signed in and out, and from where somebody tried in vain', async () => {
  const { refreshToken } = (await directory.signIn(agent.email, PASSWORD)).body
  directory.clock.advance(1000)
  await directory.signIn(agent.email, 'wrong', { address: '203.0.113.7' })
  directory.clock.advance(1000)
  await directory.call('POST', '/v1/sign-out', { body: { refreshToken, address: ADDRESS } })
  const { body } = await directory.admin('GET', `/v1/audit?subjectKind=signIn&subjectId=${agent.id}`)
  expect(body.items.toReversed()).toMatchObject([
    { action: 'signedIn', actor: { kind: 'user', id: agent.id }, address: ADDRESS },
    { action: 'signInFailed', actor: { kind: 'anyone', id: '203.0.113.7' }, address: '203.0.113.7' },
    { action: 'signedOut', actor: { kind: 'user', id: agent.id }, address: ADDRESS }
  ])
})
