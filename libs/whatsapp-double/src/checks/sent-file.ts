import { isMediaKind, type MediaKind } from './media.ts'
import { typeOf } from './message.ts'
import { type Fields, isObject } from './rules.ts'
import type { TemplateMessage } from './template.ts'

interface SentFile {
  kind: MediaKind
  id?: string
  link?: string
  voice?: boolean
  filename?: string
}

/** The file that a message consists of, or that is in a template's header. */
export function sentFileOf(body: Fields): SentFile | undefined {
  const type = typeOf(body)
  if (type === 'template') return headerFile(body.template as TemplateMessage)
  return isMediaKind(type) && isObject(body[type]) ? { ...body[type], kind: type } : undefined
}

function headerFile({ components = [] }: TemplateMessage): SentFile | undefined {
  const [given] = components.find(({ type }) => type.toLowerCase() === 'header')?.parameters ?? []
  const { type = '', ...parts } = given ?? {}
  const file = (parts as Fields)[type]
  return isMediaKind(type) && isObject(file) ? { ...file, kind: type } : undefined
}
