import type { Content } from '@inbox/contracts'

const LENGTH = 120

/** A message in one line of a list. */
export function previewOf(content: Content): string {
  switch (content.type) {
    case 'text':
      return [...content.text.replace(/\s+/g, ' ').trim()].slice(0, LENGTH).join('')
    case 'location':
    case 'contactCard':
      return content.name ?? content.type
    default:
      return content.caption?.slice(0, LENGTH) ?? content.name ?? content.type
  }
}
