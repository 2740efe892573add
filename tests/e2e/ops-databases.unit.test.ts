import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { DATABASES } from '../../scripts/ops/databases.ts'

test('operators’ commands know the databases of all services', () => {
  const root = join(import.meta.dirname, '../..')
  const sources = globSync('services/*/src/service.ts', { cwd: root }).map(path =>
    readFileSync(join(root, path), 'utf8')
  )
  const used = sources.flatMap(source =>
    [...source.matchAll(/MONGODB_DATABASE_PREFIX\}_(\w+)/g)].map(([, name]) => name!)
  )
  expect([...new Set(used)].toSorted()).toEqual([...DATABASES].toSorted())
})
