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
    else if (entry.name.endsWith('.test.ts') || folder.endsWith('/stories')) yield path
  }
}

// code is formatted, so what encloses a test is indented less
const DESCRIBE = /^( *)describe(?:\.\w+)*\((?:.*\)\()?(['"`])(.*)\2, /
const indentOf = (line = '') => line.length - line.trimStart().length

/** The titles of the groups around the test at `index`, outermost first. */
function describedBy(source: string, index: number): string[] {
  const [line, ...before] = source.slice(0, index).split('\n').reverse()
  let indent = indentOf(`${line}.`)
  const titles: string[] = []
  for (const each of before) {
    const title = DESCRIBE.exec(each)?.[3]
    if (title === undefined || indentOf(each) >= indent) continue
    titles.unshift(title)
    indent = indentOf(each)
  }
  return titles
}

/** A title without the parts that vary by case. */
function withoutCase(title: string, path: string): string {
  const same = title.replace(/: [^:]*%[sdij][^:]*$/, '')
  if (/%[sdij]/.test(same))
    throw new Error(`${path}: the varying part must come last in the title, after a colon: ${title}`)
  return same
}

/** All tests whose titles begin with invariant numbers. */
function provenBy(root: string) {
  return FOLDERS.flatMap(folder => [...testFiles(join(root, folder))]).flatMap(path => {
    const source = readFileSync(path, 'utf8')
    return [...source.matchAll(TITLE)].map(({ 0: found, 2: numbers = '', 3: title = '', index }) => ({
      numbers: numbers.split(/,? /),
      title: [...describedBy(source, index + found.search(/\S/)), withoutCase(title, path)].join(' › '),
      path: relative(root, path)
    }))
  })
}

/** `text` with an up-to-date list of tests under each invariant. Throws if a test names an invariant not in it. */
export function withTests(text: string, root: string): string {
  const tests = provenBy(root)
  const told = new Set([...text.matchAll(LIST)].map(([, number]) => number))
  for (const { numbers, title, path } of tests) {
    const untold = numbers.find(number => !told.has(number))
    if (untold) throw new Error(`${path}: there is no invariant ${untold}: ${title}`)
  }
  const listOf = (number: string) => {
    const lines = tests
      .filter(({ numbers }) => numbers.includes(number))
      .map(({ title, path }) => `- ${title} · [${path.split('/').at(-1)}](../${path})`)
    return lines.length > 0 ? lines.join('\n') : '**Not yet proven by a test.**'
  }
  return text.replace(LIST, (_, number) => `<!-- tests ${number} -->\n${listOf(number)}\n<!-- end -->`)
}
