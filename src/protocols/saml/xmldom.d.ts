import type { Document } from './dom.ts'

/** What we use of `@xmldom/xmldom`, whose own types bring those of browsers in; `tsconfig.json` puts these in their place. */
export class DOMParser {
  constructor(options: {
    readonly errorHandler: Readonly<Record<'warning' | 'error' | 'fatalError', (message: string) => never>>
  })
  parseFromString(text: string, type: string): Document
}
