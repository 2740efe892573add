// Builds the same sources as CommonJS, for adapters that require() them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import ts from 'typescript'

const sources = new URL('src/', import.meta.url)
const target = new URL('dist/cjs/', import.meta.url)
mkdirSync(target, { recursive: true })
const renamed = text => text.replaceAll(/(['"]\.\/[\w-]+)\.(ts|js)(['"])/g, '$1.cjs$3')
for (const name of readdirSync(sources).filter(name => !name.includes('.test.'))) {
  const base = name.replace(/\.ts$/, '')
  const { outputText } = ts.transpileModule(readFileSync(new URL(name, sources), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  })
  writeFileSync(new URL(`${base}.cjs`, target), renamed(outputText))
  writeFileSync(
    new URL(`${base}.d.cts`, target),
    renamed(readFileSync(new URL(`dist/${base}.d.ts`, import.meta.url), 'utf8'))
  )
}
