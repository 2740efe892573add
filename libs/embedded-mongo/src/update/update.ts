import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { equalTo } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { updateOperators } from './operators.ts'
import { grow, inOrder, plant, type UpdateTree } from './tree.ts'

export type Update = {
  kind: 'replacement' | 'operators'
  /** The document after the update, or the same object if nothing changes. */
  apply: (document: Doc, inserting: boolean) => Doc
}

/** Compiles a replacement or a document of operators. Throws MongoDB's errors. */
export function compileUpdate(update: unknown): Update {
  if (Array.isArray(update)) refuse('an update by pipeline')
  if (!isDocument(update)) fail(9, 'Update argument must be either an object or an array')
  if (!Object.keys(update)[0]?.startsWith('$')) {
    return { kind: 'replacement', apply: withSameId(replacement(update)) }
  }
  return { kind: 'operators', apply: withSameId(operatorUpdate(update)) }
}

function replacement(update: Doc): (document: Doc) => Doc {
  const dollar = Object.keys(update).find(field => field.startsWith('$'))
  if (dollar) fail(52, `The dollar ($) prefixed field '${dollar}' is not allowed in a replacement document`)
  return document => {
    const id = '_id' in update ? update._id : document._id
    const rest = Object.entries(update).filter(([field]) => field !== '_id')
    return documentOf(Object.fromEntries(id === undefined ? rest : [['_id', id], ...rest]))
  }
}

/** `_id` never changes. */
function withSameId(apply: Update['apply']): Update['apply'] {
  return (document, inserting) => {
    const after = apply(document, inserting)
    if (document._id !== undefined && after._id !== document._id && !equalTo(document._id)(after._id)) {
      fail(66, `Performing an update on the path '_id' would modify the immutable field '_id'`)
    }
    return after
  }
}

const refused = new Set('$addToSet $bit $currentDate $max $min $mul $pop $pullAll $rename'.split(' '))

function operatorUpdate(update: Doc): Update['apply'] {
  const root: UpdateTree = { children: new Map() }
  for (const [operator, changes] of Object.entries(update)) {
    if (refused.has(operator)) refuse(`the update operator ${operator}`)
    if (!Object.hasOwn(updateOperators, operator))
      fail(9, `Unknown modifier: ${operator}. Expected a valid update modifier or a pipeline`)
    if (!isDocument(changes))
      return fail(9, `Modifiers operate on fields but we found type ${typeName(changes)} instead in ${operator}`)
    for (const [path, operand] of Object.entries(changes)) {
      checkPath(path)
      plant(root, path, updateOperators[operator]!(operand, path))
    }
  }
  const tree = inOrder(root)
  return (document, inserting) => grow(tree, document, { document, inserting }, '') as Doc
}

function checkPath(path: string): void {
  if (path === '') fail(56, 'An empty update path is not valid.')
  path.split('.').forEach((part, i) => {
    if (part === '') fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`)
    if (!part.startsWith('$')) return
    if (part !== '$' && !/^\$\[.*\]$/.test(part))
      fail(52, `The dollar ($) prefixed field '${part}' in '${path}' is not valid for storage.`)
    if (i === 0) fail(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`)
    refuse(`the positional update of '${path}'`)
  })
}
