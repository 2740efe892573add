import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const FOLDERS = ['libs', 'services', 'tests']
const SKIPPED = new Set(['node_modules', 'dist', '.turbo'])
// a test's title, or the first cell of a row in a table of cases: 'I3: …', 'I8, I11: …'
const TITLE = /(?:\b(?:test|it|describe)\(|\)\(|^\s*\[)\s*(['"`])(I\d+(?:,? I\d+)*): (.*?)\1/gm
const LIST = /<!-- tests (I\d+) -->\n[\s\S]*?<!-- end -->/g

function* testFiles(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* testFiles(path)
    else if (entry.name.endsWith('.test.ts')) yield path
  }
}

/** All tests whose titles begin with numbers of invariants. */
function provenBy(root: string) {
  return FOLDERS.flatMap(folder => [...testFiles(join(root, folder))]).flatMap(path =>
    [...readFileSync(path, 'utf8').matchAll(TITLE)].map(([, , numbers = '', title]) => ({
      numbers: numbers.split(/,? /),
      title,
      path: relative(root, path)
    }))
  )
}

/** `text` with the list of tests under each invariant brought up to date. */
export function withTests(text: string, root: string): string {
  const tests = provenBy(root)
  const listOf = (number: string) => {
    const lines = tests
      .filter(({ numbers }) => numbers.includes(number))
      .map(({ title, path }) => `- ${title} · [${path.split('/').at(-1)}](../${path})`)
    return lines.length > 0 ? lines.join('\n') : '**Not yet proven by a test.**'
  }
  return text.replace(LIST, (_, number) => `<!-- tests ${number} -->\n${listOf(number)}\n<!-- end -->`)
}
