// npm run spec [-- --check]: writes docs/reference from the contracts, the tests' titles into docs/invariants.md, and
// the alerts for the Prometheus operator, or says which of these are out of date or invalid.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.ts'
import { asyncApi } from './spec/async-api.ts'
import { clientSource } from './spec/client/client.ts'
import { withTests } from './spec/invariants.ts'
import { openApi } from './spec/open-api.ts'
import { prometheusRule } from './spec/prometheus-rule.ts'
import { referencePage } from './spec/reference-page.ts'
import { problemsOfAsyncApi, problemsOfOpenApi } from './spec/validate.ts'

const docs = join(root, 'docs')
const alerts = 'k8s/components/monitoring/alerts.yaml'
const json = (document: object) => `${JSON.stringify(document, undefined, 2)}\n`

const http = openApi()
const messages = asyncApi()
/** The generated files by their path from the root. */
const files = {
  'docs/reference/openapi.json': json(http),
  'docs/reference/asyncapi.json': json(messages),
  'docs/reference/index.html': referencePage(http, messages),
  'docs/reference/try-it.js': await readFile(new URL('spec/page/try-it.js', import.meta.url), 'utf8'),
  'docs/reference/client.ts': clientSource(http, messages),
  'docs/invariants.md': withTests(await readFile(join(docs, 'invariants.md'), 'utf8'), root),
  [alerts]: prometheusRule(await readFile(join(root, 'deploy/observability/prometheus/alerts.yml'), 'utf8'))
}

/** The names of files that do not match the contracts. */
async function outdated(): Promise<string[]> {
  const same = await Promise.all(
    Object.entries(files).map(
      async ([name, text]) => (await readFile(join(root, name), 'utf8').catch(() => '')) === text
    )
  )
  return Object.keys(files).filter((_, index) => !same[index])
}

async function check(): Promise<string[]> {
  const old = await outdated()
  if (old.length > 0) return [`out of date: ${old.join(', ')}; run npm run spec`]
  const [ofHttp, ofMessages] = await Promise.all([
    problemsOfOpenApi(join(docs, 'reference/openapi.json')),
    problemsOfAsyncApi(files['docs/reference/asyncapi.json'])
  ])
  return [...ofHttp, ...ofMessages]
}

async function write(): Promise<string[]> {
  await mkdir(join(docs, 'reference'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text)
  console.log(`wrote ${Object.keys(files).join(', ')}`)
  return []
}

const problems = process.argv.includes('--check') ? await check() : await write()
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
