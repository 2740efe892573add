import { gzipSync } from 'node:zlib'
import { type Operation, operations } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { startJudgedSystem } from '@inbox/history-checker'
import { mintServiceToken, type User } from '@inbox/http'
import { isThorough, seededRandom } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accessTokenOf } from './access-token.ts'
import { exampleOf, mutationsOf } from './example-of.ts'

const SECRET = 'service-token-secret-of-the-hostile-12345'
const SERVICES = [
  'directory',
  'presence',
  'queue',
  'distribution',
  'channel-ingest',
  'channel-adapters',
  'media',
  'inbox-gateway'
] as const
const OWNERS = ['directory', 'presence', 'queue', 'distribution', 'channel-adapters', 'media'] as const
const root: User = { kind: 'user', id: 'root', name: 'Root', role: 'admin', departmentIds: [] }

let system: System
let pids: Record<string, number | undefined>
let adminToken: string
const pidsNow = () => Object.fromEntries(SERVICES.map(name => [name, system.pid(name)]))

beforeAll(async () => {
  system = await startJudgedSystem(import.meta.url, {
    services: SERVICES,
    env: {
      ...{ SERVICE_AUTH: 'required', SERVICE_TOKEN_SECRET: SECRET, LOG_LEVEL: 'error' },
      ...{ GATEWAY_CALLS_PER_SECOND: '100000', GATEWAY_CALLS_PER_SECOND_PER_ADDRESS: '100000' },
      GATEWAY_FAILED_SIGN_INS_PER_MINUTE: '1000000'
    }
  })
  adminToken = await accessTokenOf(system, system.demo.users.find(({ role }) => role === 'admin')!)
  pids = pidsNow()
}, 60_000)
afterAll(() => system?.stop())

/** Where an operation is reached, with an authorised caller. */
interface Door {
  operation: Operation
  name: string
  url: string
  token: string | undefined
}

async function doorsOf(operation: Operation): Promise<Door[]> {
  const { id, owner, audience } = operation
  const door = (at: (typeof SERVICES)[number], token?: string): Door => ({
    ...{ operation, name: `${id} at ${at}`, url: system.urls[at], token }
  })
  if (owner === 'channel-ingest') return [door(owner, system.demo.channels[0]!.apiKey)]
  const doors: Door[] = []
  if (operation.public) doors.push(door('inbox-gateway', audience.includes('anyone') ? undefined : adminToken))
  const here = OWNERS.find(each => each === owner)
  if (here)
    doors.push(door(here, await mintServiceToken('tests', SECRET, audience.includes('admin') ? root : undefined)))
  return doors
}

interface Call {
  path?: string
  query?: string
  body?: string | Buffer
  headers?: Record<string, string>
}

const TRIES = 4
/** Operations that invite guessing, and where hashing passwords takes time. */
const SIGNING_IN = /^(login|signIn|refresh|refreshSignIn|changeMyPassword)$/

/** What is wrong with the response, if anything; `must` = the call must be refused. Retries if the server is busy. */
async function faultOf(door: Door, call: Call, must: boolean): Promise<string[]> {
  const { name, operation } = door
  for (let tries = 1; ; tries++) {
    const answer = await knock(door, call).catch((error: Error) => error)
    if (answer instanceof Error) return [`${name}: ${String(answer.cause ?? answer)}`]
    if (answer.status === 503 && tries < TRIES) continue
    const said = `${name}: ${answer.status} ${answer.text.slice(0, 200)} to ${String(call.body).slice(0, 300)}`
    if (answer.status < 400) return must ? [said] : []
    const isProblem = answer.type?.startsWith('application/problem+json') && /"detail":"\w+/.test(answer.text)
    // where guessing is possible, its rate limit is another proper refusal
    const isBraked = answer.status === 429 && !SIGNING_IN.test(operation.id)
    return answer.status >= 500 || !isProblem || isBraked ? [said] : []
  }
}

async function knock({ operation, url, token }: Door, { path, query = '', body, headers = {} }: Call) {
  const answer = await fetch(url + (path ?? operation.path.replace(/:\w+/g, 'nobody')) + query, {
    method: operation.method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers
    },
    ...(body !== undefined && { body: body as string })
  })
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

const AT_ONCE = 16
async function faultsOf(calls: { door: Door; call: Call; must?: boolean }[], atOnce = AT_ONCE): Promise<string[]> {
  const faults: string[] = []
  const rest = calls.values()
  const goOn = async () => {
    for (const { door, call, must = false } of rest) faults.push(...(await faultOf(door, call, must)))
  }
  await Promise.all(Array.from({ length: atOnce }, goOn))
  return faults
}

const random = seededRandom()
/** By default a random third, different in each run: a failure reports everything needed to repeat its call. */
const someOf = <Each>(calls: Each[]) => (isThorough ? calls : random.shuffle(calls).slice(0, calls.length / 3))

const everyDoor = async (which: readonly Operation[]) => (await Promise.all(which.map(doorsOf))).flat()
/** Except those that take arbitrary bytes. */
const writes = operations.filter(({ method, streamed }) => method !== 'get' && !streamed)
/** Members that only certain words suit. */
const words = {
  ...{ email: 'nobody@example.com', password: 'a password of nobody', newPassword: 'another one of nobody' },
  ...{ timeZone: 'Europe/Lisbon', to: '17:00', template: 'You are {position}', mail: { subject: 'Tiles' } }
}
/** A valid body for the operation, about things that exist. */
function goodBody({ body }: Operation): unknown {
  const [sales, support] = system.demo.departments
  return exampleOf(body, { departmentId: sales!.id, successorId: support!.id, ...words })
}
const takesNothing = ({ body }: Operation) => body.type === 'undefined'

type Hostile = (operation: Operation) => Call
const json =
  (body: string | Buffer, headers: Record<string, string> = {}): Hostile =>
  () => ({ body, headers })
const zipped = (body: string | Buffer): Hostile => json(body, { 'content-encoding': 'gzip' })

/** Refused by every operation that changes something, whatever its body. */
const unreadable: Record<string, Hostile> = {
  'no JSON': json('{"a":'),
  'no object': json('"text"'),
  'nested a thousand times': json('['.repeat(1000) + ']'.repeat(1000)),
  'nested and never closed': json('{"a":'.repeat(600)),
  'escaped arrays': ({ largestBody: { values } }) => ({ body: `[${Array(values).fill('["\\u0061"]').join()}]` }),
  'too many names': ({ largestBody: { values } }) => ({
    body: JSON.stringify(Object.fromEntries(Array.from({ length: values + 1 }, (_, index) => [`k${index}`, 0])))
  }),
  'too many bytes': ({ largestBody: { bytes } }) => ({ body: JSON.stringify({ a: 'x'.repeat(bytes) }) }),
  '__proto__ for a name': json('{"a":[{"__proto__":{"isAdmin":true}}]}'),
  '__proto__ in escapes': json('{"\\u005f_proto__":{"isAdmin":true}}'),
  'UTF-16': json(Buffer.from('{"__proto__":1}', 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
  'UTF-16 that says it is UTF-8': json(Buffer.from('{"a":1}', 'utf16le')),
  'bytes that are no UTF-8': json(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
  'broken gzip': zipped('no gzip'),
  'truncated gzip': zipped(gzipSync('{"a":"and so on"}').subarray(0, -9)),
  'a gzip bomb': ({ largestBody: { bytes } }) => zipped(gzipSync(' '.repeat(4 * bytes)))({} as Operation),
  'an unknown encoding': json('{}', { 'content-encoding': 'rot13' }),
  'a form': json('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
  'no type': json('{}', { 'content-type': '' })
}

/** Refused by every operation that takes a body. */
const senseless: Record<string, Hostile> = {
  'an unknown name': json('{"surprise":true}'),
  'a constructor': json('{"constructor":{"prototype":{"isAdmin":true}}}'),
  'an array': json('[]'),
  'an operator': json('{"$where":"sleep(1000)"}')
}

/** Put in place of any part of an otherwise valid body or query. */
const values: unknown[] = [
  ...[null, { $ne: null }, { toString: 1 }, [[[]]], true, -1e308, 2 ** 60],
  ...['', '\0', '\ud800', '\u202egnp.exe', '\u200b', '__proto__', '((((((', '$ne', 'x'.repeat(70_000)]
]
const strings = values.filter(each => typeof each === 'string' && each.length < 10_000) as string[]
const queries = [...strings, '1e9', '-1', 'W10', 'W3siJG5lIjoxfSwxXQ', 'nonsense', '2026-02-30', '%']

describe.each(Object.entries(unreadable))('a body of %s', (_, hostile) => {
  test('is refused by every operation that changes something, with an explanation, and crashes no process', async () => {
    const doors = await everyDoor(writes)
    expect(await faultsOf(doors.map(door => ({ door, call: hostile(door.operation), must: true })))).toEqual([])
    expect(pidsNow()).toEqual(pids)
  })
})

describe.each(Object.entries(senseless))('a body of %s', (_, hostile) => {
  test('is refused by every operation that accepts one', async () => {
    const doors = await everyDoor(writes.filter(each => !takesNothing(each)))
    expect(await faultsOf(doors.map(door => ({ door, call: hostile(door.operation), must: true })))).toEqual([])
  })
})

describe('a body that is valid except for one part', () => {
  const takers = writes.filter(each => !takesNothing(each))

  test('is made from what each operation accepts', () => {
    const bad = takers.filter(each => !each.body.safeParse(goodBody(each)).success)
    expect(bad.map(each => [each.id, goodBody(each)])).toEqual([])
  })

  test('is accepted or refused with an explanation, whichever operation gets it', async () => {
    const doors = (await Promise.all(takers.map(doorsOf))).filter(at => at.length > 0)
    // at alternate doors, as they all judge by the same schema
    const calls = doors.flatMap(at =>
      values.flatMap((value, turn) =>
        [...mutationsOf(goodBody(at[0]!.operation), value)].map((body, n) => ({
          door: at[(n + turn) % at.length]!,
          call: { body: JSON.stringify(body) }
        }))
      )
    )
    expect(calls.length).toBeGreaterThan(1000)
    const hashes = ({ door }: (typeof calls)[number]) => SIGNING_IN.test(door.operation.id)
    const some = someOf(calls)
    expect(await faultsOf(some.filter(each => !hashes(each)))).toEqual([])
    expect(await faultsOf(some.filter(hashes), 2)).toEqual([])
    expect(pidsNow()).toEqual(pids)
  }, 240_000)
})

describe('an address', () => {
  const ids = [
    '%00',
    '%ff',
    '..%2f..%2fv1%2fme',
    '%F0%9F%92%A9',
    'x'.repeat(5000),
    '__proto__',
    '%7B%22%24ne%22%3A1%7D',
    '%'
  ]

  test('with any id is answered with an explanation by every operation', async () => {
    const doors = await everyDoor(operations.filter(({ path }) => path.includes(':')))
    const calls = doors.flatMap(door =>
      ids.map(id => ({
        door,
        call: {
          path: door.operation.path.replace(/:\w+/g, id),
          ...(!takesNothing(door.operation) && { body: JSON.stringify(goodBody(door.operation)) })
        }
      }))
    )
    expect(await faultsOf(calls)).toEqual([])
  }, 60_000)

  test('with any query is answered with an explanation', async () => {
    const doors = await everyDoor(operations.filter(({ query }) => query.type !== 'undefined'))
    const calls = doors.flatMap(door => {
      const example = exampleOf(door.operation.query) as Record<string, string>
      const named = Object.keys(example).flatMap(name => queries.map(value => ({ ...example, [name]: value })))
      const more = [
        '?__proto__=1&constructor=1',
        '?limit=1&limit=2&cursor=a&cursor=b',
        `?${'a=1&'.repeat(2000)}`,
        '?%ff=%ff'
      ]
      const asked = [...named.map(each => `?${new URLSearchParams(each)}`), ...more]
      return asked.map(query => ({ door, call: { query } }))
    })
    expect(await faultsOf(someOf(calls))).toEqual([])
    expect(pidsNow()).toEqual(pids)
  }, 120_000)
})

test('none of this was an error to any service', () => {
  const errors = SERVICES.flatMap(name => system.logs(name).filter(line => /"level":"(error|fatal)"/.test(line)))
  expect(errors).toEqual([])
})
