// Jest transform: erases types in place, so lines and columns stay those of the source.
const { stripTypeScriptTypes } = require('node:module')

module.exports = {
  process: (source, path) => ({ code: stripTypeScriptTypes(source, { mode: 'strip', sourceUrl: path }) })
}
