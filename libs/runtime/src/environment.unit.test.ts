import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { baseConfig, port, readEnvironment } from './environment.ts'

const secret = 'x'.repeat(32)
const shape = { ...baseConfig, SOME_PORT: port(4100) }

describe('the environment', () => {
  it('is refused as a whole, naming each variable that is missing or invalid', () => {
    const read = () => readEnvironment(shape, { SOME_PORT: 'many', SERVICE_TOKEN_SECRET: 'short' })
    expect(read).toThrow(/RABBITMQ_URL[\s\S]*SERVICE_TOKEN_SECRET[\s\S]*SOME_PORT/)
  })

  it('is a frozen object with defaults; empty counts as unset', () => {
    const config = readEnvironment(shape, { RABBITMQ_URL: 'amqp://x', SERVICE_TOKEN_SECRET: secret, SOME_PORT: '' })
    expect(config).toMatchObject({ SOME_PORT: 4100, LOG_LEVEL: 'info' })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it.each([
    ['unset', {}],
    ['empty', { SERVICE_TOKEN_SECRET: '' }]
  ])('takes a value from the file that <NAME>_FILE names when <NAME> is %s', (_, given) => {
    const folder = mkdtempSync(join(tmpdir(), 'environment-'))
    writeFileSync(join(folder, 'secret'), `${secret}\n`)
    const config = readEnvironment(shape, {
      RABBITMQ_URL: 'amqp://x',
      ...given,
      SERVICE_TOKEN_SECRET_FILE: join(folder, 'secret')
    })
    rmSync(folder, { recursive: true })
    expect(config.SERVICE_TOKEN_SECRET).toBe(secret)
  })

  it('accepts several secrets separated by commas, each of them long enough', () => {
    const read = (secrets: string) =>
      readEnvironment(shape, { RABBITMQ_URL: 'amqp://x', SERVICE_TOKEN_SECRET: secrets })
    expect(read(`${secret},${secret}`).SERVICE_TOKEN_SECRET).toBe(`${secret},${secret}`)
    expect(() => read(`${secret},short`)).toThrow(/ SERVICE_TOKEN_SECRET: /)
  })

  it('is refused, naming the variable and its file, if the file does not exist', () => {
    const env = { RABBITMQ_URL: 'amqp://x', LOG_LEVEL_FILE: '/run/secrets/none', SERVICE_TOKEN_SECRET_FILE: '/nowhere' }
    const read = () => readEnvironment(shape, env)
    expect(read).toThrow(/ SERVICE_TOKEN_SECRET: cannot read the file named by SERVICE_TOKEN_SECRET_FILE: .*\/nowhere/)
    expect(read).toThrow(/ LOG_LEVEL: .*LOG_LEVEL_FILE.*\/run\/secrets\/none/)
    expect(read).not.toThrow(/undefined|is not set/)
  })

  it('says that a variable is not set', () => {
    expect(() => readEnvironment(shape, {})).toThrow(/ RABBITMQ_URL: is not set/)
  })

  it('is refused in production if callers without a token would be trusted', () => {
    const env = {
      RABBITMQ_URL: 'amqp://x',
      SERVICE_TOKEN_SECRET: secret,
      SERVICE_AUTH: 'loopback',
      NODE_ENV: 'production'
    }
    expect(() => readEnvironment(shape, env)).toThrow(/SERVICE_AUTH/)
  })
})
