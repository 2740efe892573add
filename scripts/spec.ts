// npm run spec [-- --check]: writes docs/reference from the contracts and the tests' titles into docs/invariants.md, or
// says what of it is out of date or invalid.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.ts'
import { asyncApi } from './spec/async-api.ts'
import { clientSource } from './spec/client/client.ts'
import { withTests } from './spec/invariants.ts'
import { openApi } from './spec/open-api.ts'
import { referencePage } from './spec/reference-page.ts'
import { problemsOfAsyncApi, problemsOfOpenApi } from './spec/validate.ts'

const docs = join(root, 'docs')
const json = (document: object) => `${JSON.stringify(document, undefined, 2)}\n`

const http = openApi()
const messages = asyncApi()
const files = {
  'reference/openapi.json': json(http),
  'reference/asyncapi.json': json(messages),
  'reference/index.html': referencePage(http, messages),
  'reference/try-it.js': await readFile(new URL('spec/page/try-it.js', import.meta.url), 'utf8'),
  'reference/client.ts': clientSource(http, messages),
  'invariants.md': withTests(await readFile(join(docs, 'invariants.md'), 'utf8'), root)
}

/** Names of the files that are not what the contracts say. */
async function outdated(): Promise<string[]> {
  const same = await Promise.all(
    Object.entries(files).map(
      async ([name, text]) => (await readFile(join(docs, name), 'utf8').catch(() => '')) === text
    )
  )
  return Object.keys(files).filter((_, index) => !same[index])
}

async function check(): Promise<string[]> {
  const old = await outdated()
  if (old.length > 0) return [`not up to date: ${old.map(name => `docs/${name}`).join(', ')}; run: npm run spec`]
  const [ofHttp, ofMessages] = await Promise.all([
    problemsOfOpenApi(join(docs, 'reference/openapi.json')),
    problemsOfAsyncApi(files['reference/asyncapi.json'])
  ])
  return [...ofHttp, ...ofMessages]
}

async function write(): Promise<string[]> {
  await mkdir(join(docs, 'reference'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(docs, name), text)
  console.log(`docs: ${Object.keys(files).join(', ')}`)
  return []
}

const problems = process.argv.includes('--check') ? await check() : await write()
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
