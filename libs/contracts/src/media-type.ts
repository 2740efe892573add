/** For bytes of unknown type. */
export const UNKNOWN_MEDIA_TYPE = 'application/octet-stream'

const token = "[\\w!#$%&'*+.^`|~-]+"
const whole = new RegExp(`^\\s*(${token}/${token})\\s*((?:;.*)?)$`, 's')
const parameter = new RegExp(`;\\s*(${token})=("(?:[^"\\\\\\p{C}]|\\\\[^\\p{C}])*"|${token})`, 'gsu')
const LONGEST = 255

/** Normalises a media type (RFC 9110, 8.3.1): type and names in lower case, parameters as given; unknown if invalid. */
export function mediaTypeOf(text: string): string {
  const [, type, rest = ''] = whole.exec(text) ?? []
  if (!type || type.length > LONGEST) return UNKNOWN_MEDIA_TYPE
  const parameters = [...rest.matchAll(parameter)].map(([, name = '', value]) => `; ${name.toLowerCase()}=${value}`)
  const full = type.toLowerCase() + parameters.join('')
  return full.length > LONGEST ? type.toLowerCase() : full
}
