import { describe, expect, test } from '@jest/globals'
import { chooseBranch, type Machine } from './choose-branch.ts'

const bare: Machine = {
  docker: false,
  binaries: { rabbitmq: undefined, redis: undefined, mongodb: undefined },
  aptObstacle: undefined
}

describe('where a backing service comes from', () => {
  test('its URL in the environment wins over everything else', () => {
    expect(chooseBranch('redis', { REDIS_URL: 'redis://x' }, { ...bare, docker: true })).toBe('environment')
  })

  test('the URL of one service says nothing about another', () => {
    expect(chooseBranch('rabbitmq', { REDIS_URL: 'redis://x' }, { ...bare, docker: true })).toBe('docker')
  })

  test('a running Docker engine wins over installed binaries', () => {
    const machine = { ...bare, docker: true, binaries: { ...bare.binaries, mongodb: '/usr/bin/mongod' } }
    expect(chooseBranch('mongodb', {}, machine)).toBe('docker')
    expect(chooseBranch('mongodb', {}, { ...machine, docker: false })).toBe('binary')
  })

  test('what is missing is installed where possible, but MongoDB is embedded', () => {
    expect(chooseBranch('rabbitmq', {}, bare)).toBe('install')
    expect(chooseBranch('mongodb', {}, bare)).toBe('embedded')
  })

  test('if nothing applies, the message names the obstacle, the package and the variable', () => {
    const choose = () => chooseBranch('redis', {}, { ...bare, aptObstacle: 'npm is not running as root' })
    expect(choose).toThrow(/npm is not running as root[\s\S]*apt-get install redis-server[\s\S]*REDIS_URL/)
  })
})
