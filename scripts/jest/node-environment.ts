// Jest's environment for code that runs in Node: this process itself. Removes whatever a test file leaves behind in it.
import { createRequire } from 'node:module'
import type { JestEnvironment, JestEnvironmentConfig } from '@jest/environment'
import { ModernFakeTimers } from '@jest/fake-timers'
import { ModuleMocker } from 'jest-mock'

const telemetry = createRequire(new URL('../../libs/telemetry/package.json', import.meta.url))

/** Where jest keeps the settings that tests have made for their file. */
const SETTINGS = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES', 'RETRY_TIMES_SETTER'].map(Symbol.for)

export default class NodeEnvironment implements JestEnvironment {
  global: JestEnvironment['global'] = globalThis as unknown as JestEnvironment['global']
  moduleMocker: ModuleMocker = new ModuleMocker(globalThis)
  fakeTimers: null = null
  fakeTimersModern: ModernFakeTimers
  private readonly before = { env: { ...process.env }, exit: process.exit, console }

  constructor({ projectConfig: config }: JestEnvironmentConfig) {
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis })
  }

  getVmContext(): null {
    return null
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.fakeTimersModern.dispose()
    const { env, exit } = this.before
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
    Object.assign(process.env, env)
    process.exit = exit
    globalThis.console = this.before.console
    for (const setting of SETTINGS) Reflect.deleteProperty(globalThis, setting)
    const metrics: { register: { clear(): void } } = telemetry('prom-client')
    metrics.register.clear()
  }
}
