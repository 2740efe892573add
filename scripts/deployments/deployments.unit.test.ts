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

test('what is applied together is told if it has one name twice, or is not in one namespace', () => {
  expect(wrongTogether([named('a', 'inbox'), named('b', 'inbox')])).toEqual([])
  expect(wrongTogether([named('a', 'inbox'), named('a', 'another'), named('b', 'other')])).toEqual([
    'Service a is there twice',
    'it is spread over namespaces: inbox, another, other'
  ])
})

test('of docker-compose.yml a key that Compose does not know, and a value of another type, are told', () => {
  expect(wrongInCompose('name: x\nservices: { a: { image: b } }')).toEqual([])
  expect(wrongInCompose('services: { a: { image: b, restrat: always, init: 7 } }')).toEqual([
    expect.stringMatching(/^\/services\/a must NOT have additional properties restrat/),
    expect.stringMatching(/^\/services\/a\/init must be/)
  ])
})
