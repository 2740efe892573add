// npm run spec [-- --check]: writes docs/reference from the contracts, or says what there is out of date or invalid.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asyncApi } from './spec/async-api.mjs'
import { openApi } from './spec/open-api.mjs'
import { referencePage } from './spec/reference-page.mjs'
import { problemsOfAsyncApi, problemsOfOpenApi } from './spec/validate.mjs'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs/reference')
const json = document => `${JSON.stringify(document, undefined, 2)}\n`

const http = openApi()
const messages = asyncApi()
const files = {
  'openapi.json': json(http),
  'asyncapi.json': json(messages),
  'index.html': referencePage(http, messages)
}

/** Names of the files that are not what the contracts say. */
async function outdated() {
  const same = await Promise.all(
    Object.entries(files).map(
      async ([name, text]) => (await readFile(join(folder, name), 'utf8').catch(() => '')) === text
    )
  )
  return Object.keys(files).filter((_, index) => !same[index])
}

async function check() {
  const old = await outdated()
  if (old.length > 0)
    return [`not up to date: ${old.map(name => `docs/reference/${name}`).join(', ')}; run: npm run spec`]
  const [ofHttp, ofMessages] = await Promise.all([
    problemsOfOpenApi(join(folder, 'openapi.json')),
    problemsOfAsyncApi(files['asyncapi.json'])
  ])
  return [...ofHttp, ...ofMessages]
}

async function write() {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  console.log(`docs/reference: ${Object.keys(files).join(', ')}`)
  return []
}

const problems = process.argv.includes('--check') ? await check() : await write()
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
