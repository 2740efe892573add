import type { GraphError } from '../errors.ts'
import { anything, type Check, firstOf, invalid, isObject, list, object, oneOf, text } from './rules.ts'

/** Limits from Meta's reference for interactive messages. [general knowledge, unconfirmed by the stored pages] */
const body = object({ text: text(1024) })
const footer = object({ text: text(60) })
const row = object({ id: text(200), title: text(24) }, { description: text(72) })
const section = object({ rows: list(row, 1, 10) }, { title: text(24) })
const reply = object({ type: oneOf('reply'), reply: object({ id: text(256), title: text(20) }) })

const actions: Record<string, Check> = {
  button: object({ buttons: list(reply, 1, 3) }),
  list: object({ button: text(20), sections: list(section, 1, 10) }),
  cta_url: object({ name: oneOf('cta_url'), parameters: object({ display_text: text(20), url: text(2000) }) }),
  location_request_message: object({ name: oneOf('send_location') }),
  flow: anything,
  product: anything,
  product_list: anything,
  catalog_message: anything,
  address_message: anything,
  voice_call: anything,
  call_permission_request: anything
}

export function interactive(value: unknown, path: string): GraphError | undefined {
  if (!isObject(value)) return invalid(path, 'must be an object')
  const known = oneOf(...Object.keys(actions))(value.type, `${path}.type`)
  if (known) return known
  const type = value.type as string
  return firstOf([
    () =>
      object(
        { type: anything, action: actions[type]!, ...(type === 'button' || type === 'list' ? { body } : {}) },
        { header: anything, body, footer }
      )(value, path),
    () => (type === 'list' ? rowsOf(value, path) : idsOf(value, path))
  ])
}

/** At most ten rows across all sections, each with a unique id. */
function rowsOf(value: Record<string, unknown>, path: string): GraphError | undefined {
  const { sections } = value.action as { sections: { rows: { id: string }[] }[] }
  const ids = sections.flatMap(({ rows }) => rows.map(({ id }) => id))
  if (ids.length > 10) return invalid(`${path}.action.sections`, 'must have at most 10 rows in total')
  return new Set(ids).size < ids.length
    ? invalid(`${path}.action.sections`, 'has two rows with the same id')
    : undefined
}

function idsOf(value: Record<string, unknown>, path: string): GraphError | undefined {
  const { buttons = [] } = value.action as { buttons?: { reply: { id: string; title: string } }[] }
  for (const key of ['id', 'title'] as const) {
    const values = buttons.map(button => button.reply[key])
    if (new Set(values).size < values.length)
      return invalid(`${path}.action.buttons`, `has two buttons with the same ${key}`)
  }
  return undefined
}
