import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { inSources } from './in-sources.ts'

it('a logged stack trace refers to the sources of bundles, and is left alone where there is no source map', () => {
  const folder = mkdtempSync(join(tmpdir(), 'in-sources-'))
  const map = { version: 3, sources: ['src/decide.ts'], names: [], mappings: 'AAEI' }
  writeFileSync(join(folder, 'main.mjs.map'), JSON.stringify(map))
  const line = `{"stack":"Error: no\\n    at decide (file://${folder}/main.mjs:1:1)\\n    at file://${folder}/package.mjs:1:1"}`
  const shown = inSources(line)
  rmSync(folder, { recursive: true })
  expect(shown).toBe(
    `{"stack":"Error: no\\n    at decide (${folder}/src/decide.ts:3:5)\\n    at file://${folder}/package.mjs:1:1"}`
  )
})
