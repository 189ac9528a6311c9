import { DOMParser } from '@xmldom/xmldom'
import { SaxesParser } from 'saxes'
import type { Element } from './dom.ts'
import { malformedMessage } from './errors.ts'

interface ReadRules {
  /** People write comments into metadata; in a message they only ever hide something. */
  readonly comments: boolean
  /** Characters. */
  readonly longest: number
  readonly deepest: number
  readonly mostElements: number
  /** Of all elements together: each one costs whoever holds a signature against them. */
  readonly mostAttributes: number
}

/** Anybody may send one, and has it read at once: many times what real ones need, and some milliseconds at most. */
const ofMessages: ReadRules = {
  comments: false,
  longest: 32 * 1024,
  deepest: 16,
  mostElements: 200,
  mostAttributes: 300,
}

/** What administrators chose, and where from. */
export const ofMetadata: ReadRules = {
  comments: true,
  longest: 256 * 1024,
  deepest: 40,
  mostElements: 4000,
  mostAttributes: 12_000,
}

/**
 * XML with nothing in it that two readers could take differently: no DTD, no instructions, no CDATA, no comments, no
 * id twice; and of a size that costs nothing. Throws `saml.malformed`.
 */
export function readXml(text: string, rules: ReadRules = ofMessages): Element {
  if (text.length > rules.longest) throw malformedMessage('too long')
  inspect(text, rules)
  const refuse = (message: string): never => {
    throw malformedMessage('not well-formed', message)
  }
  const parser = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } })
  return parser.parseFromString(text, 'text/xml').documentElement
}

/** A strict reader goes over it first, and keeps nothing: it only ever refuses. */
function inspect(text: string, { comments, deepest, mostElements, mostAttributes }: ReadRules): void {
  const parser = new SaxesParser({ xmlns: true })
  const ids = new Set<string>()
  let depth = 0
  let elements = 0
  let attributeCount = 0
  const refuse = (because: string) => (): never => {
    throw malformedMessage(because)
  }
  parser.on('doctype', refuse('a document type'))
  parser.on('processinginstruction', refuse('a processing instruction'))
  parser.on('cdata', refuse('a CDATA section'))
  if (!comments) parser.on('comment', refuse('a comment'))
  parser.on('error', (error) => {
    throw malformedMessage('not well-formed', error)
  })
  parser.on('opentag', ({ attributes }) => {
    if (++depth > deepest) throw malformedMessage('too deep')
    if (++elements > mostElements) throw malformedMessage('too many elements')
    const all = Object.values(attributes)
    attributeCount += all.length
    if (attributeCount > mostAttributes) throw malformedMessage('too many attributes')
    for (const { name, value } of all) {
      if (!/^(xml:)?id$/i.test(name)) continue
      if (ids.has(value)) throw malformedMessage('an id twice')
      ids.add(value)
    }
  })
  parser.on('closetag', () => {
    depth--
  })
  parser.write(text).close()
}

export interface Named {
  readonly namespaceURI: string | null
  readonly localName: string
}

export function isNamed(element: Named, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name
}

/** The elements right below, in their order. */
export function elementsIn(parent: Element): readonly Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1)
}

export function childrenOf(parent: Element, namespace: string, name: string): readonly Element[] {
  return elementsIn(parent).filter((element) => isNamed(element, namespace, name))
}

/** The one child of this name; undefined where there is none. Throws where there are several. */
export function childOf(parent: Element, namespace: string, name: string): Element | undefined {
  const found = childrenOf(parent, namespace, name)
  if (found.length > 1) throw malformedMessage(`${name} twice`)
  return found[0]
}

/** All of a text, which is one piece: pieces around a comment or an element are not joined and not cut. */
export function textOf(element: Element): string {
  const nodes = Array.from(element.childNodes)
  if (nodes.some(({ nodeType }) => nodeType !== 3)) throw malformedMessage('a text in pieces')
  return nodes
    .map(({ nodeValue }) => nodeValue ?? '')
    .join('')
    .trim()
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined
}

/** `true`, `false`, `1`, `0`, as XML Schema has them; absent is false. */
export function flagOf(element: Element, name: string): boolean {
  const value = attributeOf(element, name)
  if (value === undefined || value === 'false' || value === '0') return false
  if (value === 'true' || value === '1') return true
  throw malformedMessage(`${name} is neither true nor false`)
}
