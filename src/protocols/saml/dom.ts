/** What we use of a tree of XML. The types of browsers would come into the whole house otherwise. */
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
