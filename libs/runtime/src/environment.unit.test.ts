import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { baseConfig, port, readEnvironment } from './environment.ts'

const secret = 'x'.repeat(32)
const shape = { ...baseConfig, SOME_PORT: port(4100) }

describe('the environment', () => {
  it('is refused as a whole, naming each variable that is missing or wrong', () => {
    const read = () => readEnvironment(shape, { SOME_PORT: 'many', SERVICE_TOKEN_SECRET: 'short' })
    expect(read).toThrow(/RABBITMQ_URL[\s\S]*SERVICE_TOKEN_SECRET[\s\S]*SOME_PORT/)
  })

  it('is a frozen object with defaults; empty counts as unset', () => {
    const config = readEnvironment(shape, { RABBITMQ_URL: 'amqp://x', SERVICE_TOKEN_SECRET: secret, SOME_PORT: '' })
    expect(config).toMatchObject({ SOME_PORT: 4100, LOG_LEVEL: 'info' })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('takes a value from the file that <NAME>_FILE names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'environment-'))
    writeFileSync(join(folder, 'secret'), `${secret}\n`)
    const config = readEnvironment(shape, {
      RABBITMQ_URL: 'amqp://x',
      SERVICE_TOKEN_SECRET_FILE: join(folder, 'secret')
    })
    rmSync(folder, { recursive: true })
    expect(config.SERVICE_TOKEN_SECRET).toBe(secret)
  })

  it('of production is refused with trust in callers without a token', () => {
    const env = {
      RABBITMQ_URL: 'amqp://x',
      SERVICE_TOKEN_SECRET: secret,
      SERVICE_AUTH: 'loopback',
      NODE_ENV: 'production'
    }
    expect(() => readEnvironment(shape, env)).toThrow(/SERVICE_AUTH/)
  })
})
