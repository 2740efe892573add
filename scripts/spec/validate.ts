import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Parser } from '@asyncapi/parser'

const here = dirname(fileURLToPath(import.meta.url))
const redocly = join(here, '../../node_modules/@redocly/cli/bin/cli.js')
const offline = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true', NO_COLOR: '1' }

/** Redocly's complaints about the document at `path`. */
export async function problemsOfOpenApi(path: string): Promise<string[]> {
  const args = [redocly, 'lint', path, '--config', join(here, 'redocly.yaml'), '--format', 'stylish']
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...offline },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  return code === 0 ? [] : [`docs/reference/openapi.json is not valid:\n${output.trim()}`]
}

const ERROR = 0

/** The AsyncAPI parser's complaints about the document. */
export async function problemsOfAsyncApi(text: string): Promise<string[]> {
  const diagnostics = await new Parser().validate(text)
  const errors = diagnostics.filter(({ severity }) => severity === ERROR)
  return errors.map(({ path, message }) => `docs/reference/asyncapi.json is not valid: ${path.join('.')}: ${message}`)
}
