import { expect, test } from '@jest/globals'
import { wrongInCompose } from './compose.ts'
import { wrongInManifests, wrongTogether } from './manifests.ts'

const named = (name: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace }
})

test('a manifest with a field of the wrong type, or without a required one, is reported', async () => {
  const spec = { replicas: 'two', template: { metadata: {} } }
  const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec }
  expect(await wrongInManifests([manifest])).toEqual([
    expect.stringMatching(/^Deployment x: .*selector.*replicas must be integer/)
  ])
})

test('manifests applied together must not be empty, and each must have a unique name and the right namespace', () => {
  expect(wrongTogether([named('a', 'inbox'), named('b', 'inbox')], 'inbox')).toEqual([])
  expect(wrongTogether([], 'inbox')).toEqual(['it renders to nothing'])
  expect(wrongTogether([named('a', 'inbox'), named('a', 'inbox'), named('b', 'other')], 'inbox')).toEqual([
    'Service a is defined twice',
    'Service b is in other'
  ])
})

test('in docker-compose.yml an unknown key and a value of the wrong type are reported', () => {
  expect(wrongInCompose('name: x\nservices: { a: { image: b } }')).toEqual([])
  expect(wrongInCompose('services: { a: { image: b, restrat: always, init: 7 } }')).toEqual([
    expect.stringMatching(/^\/services\/a must NOT have additional properties restrat/),
    expect.stringMatching(/^\/services\/a\/init must be/)
  ])
})
