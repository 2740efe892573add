import { expect, test } from '@jest/globals'
import { readConfig } from './config.ts'

test('the environment is read, with defaults for what is not set', () => {
  expect(readConfig({})).toEqual({ port: 27017, dataDir: null, slowMs: 100, memoryLimitMb: 1024 })
  expect(
    readConfig({
      EMBEDDED_MONGO_PORT: '0',
      EMBEDDED_MONGO_DATA_DIR: '/d',
      EMBEDDED_MONGO_SLOW_MS: '5',
      EMBEDDED_MONGO_MEMORY_LIMIT_MB: '64'
    })
  ).toEqual({
    port: 0,
    dataDir: '/d',
    slowMs: 5,
    memoryLimitMb: 64
  })
})

test('production and invalid numbers are refused by name', () => {
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/MONGODB_URL/)
  expect(() => readConfig({ EMBEDDED_MONGO_SLOW_MS: 'soon' })).toThrow(/EMBEDDED_MONGO_SLOW_MS/)
})
