/** What we use of `@xmldom/xmldom`. Its own types bring those of browsers in, for the whole house. */
export interface Node {
  readonly nodeType: number
  readonly nodeValue: string | null
  readonly parentNode: Node | null
  readonly childNodes: ArrayLike<Node>
}

export interface Element extends Node {
  readonly namespaceURI: string | null
  readonly localName: string
  hasAttribute(name: string): boolean
  getAttribute(name: string): string | null
  getElementsByTagNameNS(namespace: string, name: string): ArrayLike<Element>
}

export interface Document extends Node {
  readonly documentElement: Element
}

export class DOMParser {
  constructor(options: {
    readonly errorHandler: Readonly<Record<'warning' | 'error' | 'fatalError', (message: string) => never>>
  })
  parseFromString(text: string, type: string): Document
}
