// npm run check [-- names of checks]: everything that can be checked in the sources without running them.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './root.ts'

const bin = (name: string) => join(root, 'node_modules/.bin', name)
const script = (...args: string[]) => [process.execPath, '--conditions=source', '--no-warnings', ...args] as const
const asked = process.argv.slice(2)
const sources = ['libs', 'services', 'tests', 'bench', 'scripts']

interface Check {
  name: string
  command: readonly [string, ...string[]]
  meaning: string
}

/** Slow ones first, as two run at a time. `meaning` is shown if the check fails. */
const checks: readonly Check[] = [
  {
    name: 'types',
    command: [bin('tsc'), '-p', 'tsconfig.json', '--noEmit'],
    meaning: 'The code does not compile: each line names the file and position.'
  },
  {
    name: 'types of the web app',
    command: [bin('tsc'), '-p', 'services/inbox-web/tsconfig.json'],
    meaning: 'Like "types", for services/inbox-web. A text missing in one language is an error here, too.'
  },
  {
    name: 'types of the chat widget',
    command: [bin('tsc'), '-p', 'services/webchat-widget/tsconfig.json'],
    meaning: 'Like "types", for services/webchat-widget. A text missing in one language is an error here, too.'
  },
  {
    name: 'boundaries',
    command: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', ...sources],
    meaning: 'A forbidden import. The rule of that name in .dependency-cruiser.cjs says what to do instead.'
  },
  {
    name: 'dead code',
    command: [bin('knip'), '--no-config-hints'],
    meaning:
      'A file, export or dependency that nothing uses (remove it), or a package used without being listed (add it to that package.json).'
  },
  {
    name: 'format and lint',
    command: [bin('biome'), 'check', '.'],
    meaning: '`npm run format` fixes the formatting. Anything left is likely a mistake; each comes with an explanation.'
  },
  {
    name: 'promises',
    command: [bin('oxlint'), '--type-aware', '--deny-warnings', ...sources],
    meaning:
      'A promise that nobody awaits, so its failure would go unnoticed: `await` it, or write `void` if that is intended.'
  },
  {
    name: 'specifications',
    command: script('scripts/spec.ts', '--check'),
    meaning:
      'docs/reference or docs/invariants.md are out of date with the contracts and tests: run `npm run spec` and commit the result.'
  },
  {
    name: 'deployments',
    command: script('scripts/deployments/check.ts'),
    meaning: 'Something in k8s does not render, or it or docker-compose.yml does not match its schema.'
  },
  {
    name: 'image',
    command: script('scripts/deployments/build-image.ts', ...asked),
    meaning: 'The image of a service cannot be built: the last lines show where docker build failed.'
  }
]

interface Result {
  name: string
  outcome: string
  seconds: number
  output: string
  meaning: string
}

/** Runs one check and collects its output, so that the output of two at a time does not mix. */
function run({ name, command: [program, ...args], meaning }: Check): Promise<Result> {
  const began = performance.now()
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  return new Promise(resolve => {
    const end = (outcome: string) =>
      resolve({ name, outcome, seconds: (performance.now() - began) / 1000, output, meaning })
    child.on('error', error => end(`failed: ${error.message}`))
    child.on('close', code => end(code === 0 ? (/^skipped: .+/m.exec(output)?.[0] ?? 'passed') : 'failed'))
  })
}

async function runTwoAtATime(waiting: Check[], results: Result[]): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const result = await run(check)
    results.push(result)
    if (result.outcome.startsWith('failed'))
      console.log(`\n── ${result.name}\n${result.output.trimEnd()}\n   ${result.meaning}`)
  }
}

const unknown = asked.filter(name => !checks.some(check => check.name === name))
if (unknown.length > 0) {
  console.error(`no check named ${unknown.join(', ')}; available: ${checks.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

/** Runs every check and prints a table; resolves with the exit code. */
async function runChecks(): Promise<number> {
  const waiting = checks.filter(({ name }) => asked.length === 0 || asked.includes(name))
  const results: Result[] = []
  await Promise.all([runTwoAtATime(waiting, results), runTwoAtATime(waiting, results)])
  console.log(`\n${'check'.padEnd(25)}${'time'.padStart(7)}  outcome`)
  for (const { name, seconds, outcome } of results)
    console.log(`${name.padEnd(25)}${seconds.toFixed(1).padStart(5)} s  ${outcome}`)
  return results.some(({ outcome }) => outcome.startsWith('failed')) ? 1 : 0
}

process.exitCode = await runChecks()
