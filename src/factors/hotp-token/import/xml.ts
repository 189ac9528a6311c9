import { setImmediate } from 'node:timers/promises'
import type { SaxesParser, SaxesTagNS } from 'saxes'
import { refuseFile } from './problems.ts'
import { checkSize } from './text.ts'

/** One element with all that is in it. Comments are not in it. */
export interface XmlElement {
  readonly name: string
  /** Its namespace; empty where it has none. */
  readonly uri: string
  /** Attributes that stand in no namespace. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The text of the element itself, without the space around it. */
  readonly text: string
  readonly line: number
}

const deepest = 16
const mostInside = 200
const chunk = 65_536

/**
 * Reads a document piece by piece: the root is shown when it opens, and each element below the `containers` when it is
 * whole, and then forgotten, so that memory does not grow with the file. Others have a turn in between.
 * No document type, no entity but XML's own five, no processing instruction, nothing fetched.
 */
export async function readXml(
  file: Uint8Array,
  containers: readonly string[],
  on: { root(element: XmlElement): void; element(element: XmlElement): void },
): Promise<void> {
  checkSize(file)
  const { SaxesParser } = await import('saxes')
  const parser = new SaxesParser({ xmlns: true })
  gather(parser, containers, on)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let at = 0; at < file.length; at += chunk) {
    const last = at + chunk >= file.length
    parser.write(decoded(decoder, file.subarray(at, at + chunk), !last))
    await setImmediate()
  }
  parser.close()
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream })
  } catch {
    return refuseFile('it is not UTF-8 text', 'Ask its maker for UTF-8.')
  }
}

/** An element that is still open. */
interface Open extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

function gather(
  parser: SaxesParser<{ xmlns: true }>,
  containers: readonly string[],
  on: { root(element: XmlElement): void; element(element: XmlElement): void },
): void {
  const open: Open[] = []
  /** How many of the open elements are containers, from the root on. */
  let outside = 0
  let inside = 0

  parser.on('error', () => refuseAt(parser, 'it is not well-formed XML'))
  parser.on('doctype', () => refuseAt(parser, 'it has a document type, which may hold anything'))
  parser.on('processinginstruction', () => refuseAt(parser, 'it has a processing instruction'))
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
      refuseAt(parser, 'it says that it is not UTF-8')
  })
  parser.on('opentag', (tag) => {
    const element = opened(tag, parser.line)
    open.push(element)
    if (open.length === 1) on.root(element)
    if (outside === open.length - 1 && containers.includes(element.name)) outside++
    else inside++
    if (open.length > deepest || inside > mostInside) refuseAt(parser, 'an element holds too much')
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element && open.length > outside) element.text += text
  })
  parser.on('cdata', (text) => {
    const element = open.at(-1)
    if (element && open.length > outside) element.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    if (!element) return
    if (open.length < outside) {
      outside--
      return
    }
    element.text = detached(element.text.trim())
    if (open.length > outside) open.at(-1)?.children.push(element)
    else {
      inside = 0
      on.element(element)
    }
  })
}

function opened({ local, uri, attributes }: SaxesTagNS, line: number): Open {
  const plain = Object.values(attributes).filter((one) => one.uri === '')
  return {
    name: local,
    uri,
    attributes: Object.fromEntries(plain.map(({ local: name, value }) => [name, detached(value)])),
    children: [],
    text: '',
    line,
  }
}

/** A copy: a part of a text would keep all of it in memory, and so the whole file. */
function detached(text: string): string {
  return Buffer.from(text).toString()
}

function refuseAt({ line }: { readonly line: number }, reason: string): never {
  refuseFile(reason, 'Ask its maker for another file.', `Line ${line}`)
}

/** The one child of that name, undefined where there is none. Two of them would be read as either: refused. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  const [child, another] = element?.children.filter((one) => one.name === name) ?? []
  if (another) refuseAt(another, `${name} stands there twice`)
  return child
}

/** The element at the end of a path of such children. */
export function elementAt(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  return path.reduce(childOf, element)
}
