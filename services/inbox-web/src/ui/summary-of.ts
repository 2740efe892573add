import type { Content } from '@inbox/contracts'

/** The content of a message, in the form in which a conversation carries its last message. */
export function summaryOf(content: Content): { type: string; preview: string } {
  return { type: content.type, preview: wordsOf(content) || content.type }
}

function wordsOf(content: Content): string | undefined {
  if ('text' in content) return content.text
  if ('title' in content) return content.title
  if ('caption' in content) return content.caption
  return content.type === 'contactCard' || content.type === 'file' ? content.name : undefined
}
