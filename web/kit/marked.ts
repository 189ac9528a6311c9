/** A stretch of a text: as it is, what is typed letter by letter, or what stands on a page. */
export interface Part {
  readonly kind: 'text' | 'code' | 'name'
  readonly text: string
}

/** Sentences of the server mark what is typed with backticks, and what stands on a page with asterisks. */
export function partsOf(text: string): readonly Part[] {
  return text
    .split(/(`[^`]+`|\*[^\s*](?:[^*]*[^\s*])?\*)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.length < 3) return { kind: 'text', text: part }
      if (part.startsWith('`') && part.endsWith('`')) return { kind: 'code', text: part.slice(1, -1) }
      if (part.startsWith('*') && part.endsWith('*')) return { kind: 'name', text: part.slice(1, -1) }
      return { kind: 'text', text: part }
    })
}
