import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

const LARGE_BYTES = 20_000_000

/** One log file per process in `folder`; errors also go to `onError`, each as one readable line. */
export function openServiceLogs(folder: string, onError: (line: string) => void) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = new Map<string, WriteStream>()
  const open = (name: string) => {
    const path = join(folder, `${name}.log`)
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE_BYTES) renameSync(path, `${path}.old`)
    const file = createWriteStream(path, { flags: 'a', mode: 0o600 })
    file.on('error', () => {})
    files.set(name, file)
    return file
  }
  return (name: string, line: string, stream: 'stdout' | 'stderr' = 'stdout') => {
    const file = files.get(name) ?? open(name)
    file.write(`${line}\n`)
    const error = errorIn(line, stream)
    if (error) onError(`${name}: ${error}`)
  }
}

interface LogLine {
  level?: string
  msg?: string
  err?: { message?: string }
}

/** What is worth showing in the terminal: levels error and fatal, and output that did not come from the logger. */
function errorIn(line: string, stream: 'stdout' | 'stderr'): string | undefined {
  try {
    const { level, msg, err }: LogLine = JSON.parse(line)
    return level === 'error' || level === 'fatal' ? [msg, err?.message].filter(Boolean).join(': ') : undefined
  } catch {
    return stream === 'stderr' && line.trim() ? line : undefined
  }
}
