import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'

const BUNDLED = /file:\/\/(\/[^\s:]+\.mjs):(\d+):(\d+)/g

const maps = new Map<string, SourceMap | undefined>()
function mapOf(path: string): SourceMap | undefined {
  const file = `${path}.map`
  if (!maps.has(path))
    maps.set(path, existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined)
  return maps.get(path)
}

/** A line of a log whose stack trace refers to the sources, where it referred to bundles. */
export const inSources = (line: string): string =>
  line.replace(BUNDLED, (place, path, row, column) => {
    const origin = mapOf(path)?.findOrigin(Number(row), Number(column))
    if (!origin || !('fileName' in origin)) return place
    return `${resolve(dirname(path), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`
  })
