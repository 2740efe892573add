import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parseAllDocuments } from 'yaml'

interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}
type Model = new (manifest: Manifest) => { validate(): void }

const folder = join(import.meta.dirname, '../../k8s')
const documentsOf = (text: string): Manifest[] =>
  parseAllDocuments(text).flatMap(each => (each.toJS() as Manifest | null) ?? [])
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.yaml'))
  .toSorted()

/** Where the schemas of an API are; of those of the operators of RabbitMQ and MongoDB nobody publishes any. */
const modelsOf = (apiVersion: string) => {
  if (apiVersion.startsWith('keda.sh/')) return `@kubernetes-models/keda/${apiVersion}`
  if (apiVersion.startsWith('monitoring.coreos.com/')) return `@kubernetes-models/prometheus-operator/${apiVersion}`
  return `kubernetes-models/${apiVersion}`
}
const withoutSchema = ['rabbitmq.com/v1beta1', 'mongodbcommunity.mongodb.com/v1']
const ofKustomize = ({ apiVersion }: Manifest) => apiVersion.startsWith('kustomize.config.k8s.io/')

/** What the schema of each says against it: fields that are missing or of another type. */
async function wrongIn(manifests: readonly Manifest[]): Promise<string[]> {
  const found: string[] = []
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest
    if (ofKustomize(manifest) || withoutSchema.includes(apiVersion)) continue
    const models = (await import(modelsOf(apiVersion))) as Record<string, Model>
    try {
      new models[kind]!(manifest).validate()
    } catch (error) {
      found.push(`${kind} ${metadata.name}: ${(error as Error).message}`)
    }
  }
  return found
}

test.each(files)('k8s/%s is as the schemas of Kubernetes want it', async file => {
  const manifests = documentsOf(readFileSync(join(folder, file), 'utf8'))
  expect(manifests.length).toBeGreaterThan(0)
  // a patch is a part of something
  expect(await wrongIn(manifests)).toEqual([])
})

test('a manifest with a field of another type, or without one that must be there, is told', async () => {
  const manifest = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec })
  const [wrong] = await wrongIn([manifest({ replicas: 'two', template: { metadata: {} } })])
  expect(wrong).toMatch(/^Deployment x: .*selector.*replicas must be integer/)
})

const renderers = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build']
] as const
const render = (path: string) => {
  for (const [program, verb] of renderers) {
    const { error, status, stdout, stderr } = spawnSync(program, [verb, join(folder, path)], { encoding: 'utf8' })
    if (!error) return { status, stdout, stderr }
  }
  console.warn(`NOT CHECKED whether k8s/${path} renders: neither kubectl nor kustomize is here`)
  return undefined
}

test.each([
  ['overlays/dev', 'inbox-dev'],
  ['overlays/prod', 'inbox'],
  ['stores', 'inbox-stores']
])('k8s/%s renders to what Kubernetes takes, all of it in one namespace', async (path, namespace) => {
  const rendered = render(path)
  if (!rendered) return
  expect([rendered.status, rendered.stderr]).toEqual([0, ''])
  const manifests = documentsOf(rendered.stdout)
  expect(await wrongIn(manifests)).toEqual([])
  const placed = manifests.filter(({ kind }) => kind !== 'Namespace')
  expect([...new Set(placed.map(({ metadata }) => metadata.namespace))]).toEqual([namespace])
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
  expect(names).toEqual([...new Set(names)])
})
