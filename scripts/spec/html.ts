const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as it stands in HTML and in its attributes. */
export const escaped = (text: string) => text.replace(/[&<>"]/g, character => entities[character]!)
