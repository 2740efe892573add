// Jest transform that erases types in place, so lines and columns stay those of the source.
import { stripTypeScriptTypes } from 'node:module'

export default {
  process: (source: string, path: string) => ({
    code: stripTypeScriptTypes(source, { mode: 'strip', sourceUrl: path })
  })
}
