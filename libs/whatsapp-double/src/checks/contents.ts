import { anything, type Check, flag, invalid, isObject, list, matching, number, object, text } from './rules.ts'

/** Text ≤ 4,096, caption ≤ 1,024 characters. [general knowledge, unconfirmed; code 100: facts on limits] */
const TEXT = 4096
const CAPTION = 1024

/** By the id of an upload or by link, never both. [Meta: business-phone-numbers/media] */
const media =
  (more: Record<string, Check>): Check =>
  (value, path) => {
    const source = {
      id: matching(/^\d{1,30}$/, 'a media id'),
      link: matching(/^https?:\/\/\S+$/, 'an http(s) address')
    }
    const error = object({}, { ...source, ...more })(value, path)
    if (error || !isObject(value)) return error
    return (value.id === undefined) === (value.link === undefined)
      ? invalid(path, 'must have either id or link')
      : undefined
  }

/** The schema for each type of message; templates and interactive messages have files of their own. */
export const contents = {
  text: object({ body: text(TEXT) }, { preview_url: flag }),
  image: media({ caption: text(CAPTION) }),
  video: media({ caption: text(CAPTION) }),
  document: media({ caption: text(CAPTION), filename: text(240) }),
  audio: media({ voice: flag }),
  sticker: media({}),
  location: object(
    { latitude: number(-90, 90), longitude: number(-180, 180) },
    { name: text(1000), address: text(1000) }
  ),
  // an empty emoji removes the reaction
  reaction: object({ message_id: text(200), emoji: text(30, 0) }),
  contacts: list(
    object(
      {
        name: object(
          { formatted_name: text(1000) },
          anyOf('first_name', 'last_name', 'middle_name', 'suffix', 'prefix')
        )
      },
      anyOf('addresses', 'birthday', 'emails', 'org', 'phones', 'urls')
    ),
    1,
    257
  )
} satisfies Record<string, Check>

function anyOf(...keys: readonly string[]): Record<string, Check> {
  return Object.fromEntries(keys.map(key => [key, anything]))
}
