const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text escaped for HTML and its attributes. */
export const escaped = (text: string) => text.replace(/[&<>"]/g, character => entities[character]!)
