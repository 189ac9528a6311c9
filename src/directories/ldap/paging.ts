import type { BerWriter, Control } from 'ldapts'
import { type Element, elementsIn, Malformed } from '../../kernel/ber.ts'

const tags = { integer: 0x02, octets: 0x04, sequence: 0x30, searchDone: 0x65 } as const
const pagedResults = '1.2.840.113556.1.4.319'

/**
 * Asks for a page (RFC 2696): the one behind `cookie`, or the first. The library's own way of paging ends at a page on
 * which nobody stands, and a server may send one in the middle.
 */
export async function pageControl(size: number, cookie: Buffer | undefined): Promise<Control> {
  const { BerWriter, Control } = await import('ldapts')
  class Page extends Control {
    override writeControl(writer: BerWriter): void {
      const value = new BerWriter()
      value.startSequence()
      value.writeInt(size)
      value.writeBuffer(cookie ?? Buffer.alloc(0), tags.octets)
      value.endSequence()
      writer.writeBuffer(value.buffer, tags.octets)
    }
  }
  return new Page(pagedResults)
}

/** How a search, or a page of it, ended. */
export interface PageEnd {
  /** What the next page is asked for by; undefined where this was the last one. */
  readonly cookie: Buffer | undefined
}

/** Undefined for a message that is not the end of a search. Throws `Malformed`. */
export function pageEndIn(message: Buffer): PageEnd | undefined {
  const [envelope] = elementsIn(message)
  const [, operation, controls] = elementsIn(envelope?.content ?? message)
  if (operation?.tag !== tags.searchDone) return undefined
  const all = controls ? elementsIn(controls.content).map(({ content }) => elementsIn(content)) : []
  const found = all.find(([type]) => type?.content.toString('latin1') === pagedResults)
  const value = found?.slice(1).at(-1)
  return { cookie: value && cookieOf(value) }
}

function cookieOf(value: Element): Buffer | undefined {
  const [inner, ...more] = elementsIn(value.content)
  const [size, cookie] = inner?.tag === tags.sequence && more.length === 0 ? elementsIn(inner.content) : []
  if (size?.tag !== tags.integer || cookie?.tag !== tags.octets) throw new Malformed('page')
  return cookie.content.length > 0 ? cookie.content : undefined
}
