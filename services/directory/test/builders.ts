import type { AgentFields, ChannelFields, DepartmentFields } from '@inbox/contracts'
import { mintServiceToken, type User } from '@inbox/http'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { fakeClock, isolate } from '@inbox/testing'
import type { Config } from '../src/config.ts'
import { start } from '../src/service.ts'

export const aDepartment = (more: Partial<DepartmentFields> = {}) => ({
  name: 'Sales',
  distribution: { mode: 'automatic' as const },
  ...more
})

export const anAgent = (more: Partial<AgentFields> & { password?: string } = {}) => ({
  name: 'Ana',
  email: 'ana@example.com',
  role: 'agent' as const,
  departmentIds: [] as string[],
  limit: 3,
  ...more
})

export const aChannel = (departmentId: string, more: Partial<ChannelFields> = {}) => ({
  kind: 'whatsapp' as const,
  name: 'WhatsApp',
  departmentId,
  ...more
})

export const ACCESS_SECRET = 'access-token-secret-of-the-tests-1234'
const SERVICE_SECRET = 'service-token-secret-of-the-tests-123'
/** The address of sign-ins, unless stated otherwise. */
export const ADDRESS = '192.0.2.1'
export const ADMIN = { email: 'boss@example.com', password: 'a long password' }

export const user = (role: User['role'], id = `${role}-1`): User => ({
  kind: 'user',
  id,
  name: id,
  role,
  departmentIds: []
})

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by the tests, field by field
  body: any
}

/** A running directory with its own stores, and how to call it. */
export async function startDirectory(url: string, changes: Partial<Config> = {}) {
  const stores = await isolate(url)
  const clock = fakeClock(new Date())
  const config: Config = {
    HOST: '127.0.0.1',
    RABBITMQ_URL: stores.rabbitmqUrl,
    MONGODB_URL: stores.mongodbUrl,
    MONGODB_DATABASE_PREFIX: stores.name,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    SERVICE_TOKEN_SECRET: SERVICE_SECRET,
    SERVICE_AUTH: 'required',
    DIRECTORY_PORT: 0,
    ACCESS_TOKEN_SECRET: ACCESS_SECRET,
    SETTINGS_KEY: Buffer.alloc(32, 1).toString('base64'),
    ACCESS_TOKEN_SECONDS: 900,
    REFRESH_TOKEN_SECONDS: 1_209_600,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    PASSWORD_HASH_COST: 8,
    OIDC_NAME: 'Example ID',
    OUTBOUND_ALLOWED_NETWORKS: [],
    ...changes
  }
  const service = await start(config, clock)

  const callAt = async (
    base: string,
    method: string,
    path: string,
    { as, body, ifMatch }: { as?: User | undefined; body?: unknown; ifMatch?: number } = {}
  ): Promise<Answer> => {
    const response = await fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${await mintServiceToken('tests', SERVICE_SECRET, as)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` })
      },
      ...(body !== undefined && { body: JSON.stringify(body) })
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
  }
  const call = (...asked: Parameters<typeof callAt> extends [string, ...infer Rest] ? Rest : never): Promise<Answer> =>
    callAt(service.url, ...asked)
  return {
    stores,
    clock,
    config,
    url: service.url,
    call,
    callAt,
    /** Calls as an administrator. */
    admin: (method: string, path: string, body?: unknown, ifMatch?: number) =>
      call(method, path, { as: user('admin'), body, ...(ifMatch !== undefined && { ifMatch }) }),
    signIn: (email: string, password: string, origin: object = {}) =>
      call('POST', '/v1/sign-in', { body: { email, password, origin: { address: ADDRESS, ...origin } } }),
    refresh: (refreshToken: string) => call('POST', '/v1/sign-in/refresh', { body: { refreshToken } }),
    /** Stores fields of a channel behind the service's back, as a former version or a crashed process left them. */
    storeFields: async (channelId: string, fields: Partial<ChannelFields>) => {
      const set = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields.${name}`, value]))
      const logger = createLogger('tests', 'silent')
      await using mongo = await connectMongo({ url: config.MONGODB_URL, database: `${stores.name}_directory`, logger })
      await mongo.collection<{ _id: string; fields: object }>('channels').updateOne({ _id: channelId }, { $set: set })
    },
    async stop() {
      await service[Symbol.asyncDispose]()
      await stores.remove()
    }
  }
}
export type TestDirectory = Awaited<ReturnType<typeof startDirectory>>
