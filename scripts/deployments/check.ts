// Everything that can be checked in the deployments without a cluster or an engine: each overlay renders, and so does
// production with every component at once; everything rendered matches the schemas, and so does docker compose's file.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { root } from '../root.ts'
import { wrongInCompose } from './compose.ts'
import { render, wrongInManifests, wrongTogether } from './manifests.ts'

const kustomizationsIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('kustomization.yaml'))
    .map(name => join(root, folder, dirname(name)))
    .toSorted()

/** The namespace of each overlay's manifests. */
const NAMESPACES = { dev: 'inbox-dev', prod: 'inbox', stores: 'inbox-stores' }
const overlays = Object.entries(NAMESPACES)

async function wrongRendered(name: string, folder: string, namespace: string): Promise<string[]> {
  try {
    const manifests = render(folder)
    const forgotten = readdirSync(join(root, 'k8s/overlays')).filter(name => !(name in NAMESPACES))
    const wrong = [
      ...forgotten.map(name => `k8s/overlays/${name}: add its namespace to scripts/deployments/check.ts`),
      ...wrongTogether(manifests, namespace),
      ...(await wrongInManifests(manifests))
    ]
    console.log(`${name}: ${manifests.length} manifests`)
    return wrong.map(each => `${name}: ${each}`)
  } catch (error) {
    return [`${name} does not render: ${(error as Error).message}`]
  }
}

/** Checks production with every optional component. */
async function wrongInEverything(): Promise<string[]> {
  // kustomize accepts only relative paths, and resolves links
  const folder = mkdtempSync(join(tmpdir(), 'inbox-everything-'))
  const list = (paths: string[]) => paths.map(path => `  - ${relative(folder, path)}\n`).join('')
  const added = kustomizationsIn('k8s/components').filter(path => !isInProduction(path))
  try {
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      `namespace: inbox\nresources:\n${list([join(root, 'k8s/overlays/prod')])}components:\n${list(added)}`
    )
    return await wrongRendered('k8s/overlays/prod with every component', folder, NAMESPACES.prod)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const production = readFileSync(join(root, 'k8s/overlays/prod/kustomization.yaml'), 'utf8')
const isInProduction = (path: string) => production.includes(`- ${relative(join(root, 'k8s/overlays/prod'), path)}\n`)

const wrong = [
  ...(
    await Promise.all(
      overlays.map(([name, namespace]) =>
        wrongRendered(`k8s/overlays/${name}`, join(root, 'k8s/overlays', name), namespace)
      )
    )
  ).flat(),
  ...(await wrongInEverything()),
  ...wrongInCompose(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).map(each => `docker-compose.yml: ${each}`)
]
for (const each of wrong) console.error(each)
process.exitCode = wrong.length > 0 ? 1 : 0
