import { expect, test } from '@jest/globals'
import { wrongInCompose } from './compose.ts'
import { wrongInManifests, wrongTogether } from './manifests.ts'

const named = (name: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace }
})

test('a manifest with a field of another type, or without one that must be there, is told', async () => {
  const spec = { replicas: 'two', template: { metadata: {} } }
  const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec }
  expect(await wrongInManifests([manifest])).toEqual([
    expect.stringMatching(/^Deployment x: .*selector.*replicas must be integer/)
  ])
})

test('what is applied together must be something, each with a name of its own and in the right namespace', () => {
  expect(wrongTogether([named('a', 'inbox'), named('b', 'inbox')], 'inbox')).toEqual([])
  expect(wrongTogether([], 'inbox')).toEqual(['it renders to nothing'])
  expect(wrongTogether([named('a', 'inbox'), named('a', 'inbox'), named('b', 'other')], 'inbox')).toEqual([
    'Service a is defined twice',
    'Service b is in other'
  ])
})

test('of docker-compose.yml a key that Compose does not know, and a value of another type, are told', () => {
  expect(wrongInCompose('name: x\nservices: { a: { image: b } }')).toEqual([])
  expect(wrongInCompose('services: { a: { image: b, restrat: always, init: 7 } }')).toEqual([
    expect.stringMatching(/^\/services\/a must NOT have additional properties restrat/),
    expect.stringMatching(/^\/services\/a\/init must be/)
  ])
})
