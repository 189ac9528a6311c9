import { Malformed } from '../../kernel/ber.ts'
import { inner, must, type Reader } from './ber.ts'

/** Which entries are looked for (RFC 4511 §4.5.1.7). Names of attributes are in small letters. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'equal'; readonly attribute: string; readonly value: string }
  | { readonly kind: 'present'; readonly attribute: string }
  | { readonly kind: 'substrings'; readonly attribute: string; readonly parts: Parts }
  /** By an order or a rule that we do not keep: undefined, whatever it is held against. */
  | { readonly kind: 'unknown' }

interface Parts {
  readonly initial?: string
  readonly any: readonly string[]
  readonly final?: string
}

/** Filters within filters: no system that people use comes near it. */
const mostNested = 16

/** Throws `Malformed`. */
export function readFilter(reader: Reader, depth = 0): Filter {
  if (depth > mostNested) throw new Malformed('nested too deep')
  const tag = must(reader.peek())
  if (tag === 0x87) return { kind: 'present', attribute: must(reader.readString(tag)).toLowerCase() }
  const content = inner(reader)
  switch (tag) {
    case 0xa0:
    case 0xa1:
      return { kind: tag === 0xa0 ? 'and' : 'or', of: readAll(content, depth + 1) }
    case 0xa2:
      return { kind: 'not', of: readFilter(content, depth + 1) }
    case 0xa3:
    case 0xa8:
      return readAssertion(content)
    case 0xa4:
      return { kind: 'substrings', attribute: attributeIn(content), parts: readParts(inner(content)) }
    case 0xa5:
    case 0xa6:
    case 0xa9:
      return { kind: 'unknown' }
    default:
      throw new Malformed(`filter ${tag}`)
  }
}

/** That an attribute has a value (AttributeValueAssertion, RFC 4511 §4.1.6). */
export function readAssertion(reader: Reader): Filter {
  return { kind: 'equal', attribute: attributeIn(reader), value: must(reader.readString()) }
}

function readAll(reader: Reader, depth: number): readonly Filter[] {
  const all: Filter[] = []
  while (reader.remain > 0) all.push(readFilter(reader, depth))
  return all
}

function attributeIn(reader: Reader): string {
  return must(reader.readString()).toLowerCase()
}

function readParts(reader: Reader): Parts {
  let initial: string | undefined
  let final: string | undefined
  const any: string[] = []
  while (reader.remain > 0) {
    const tag = must(reader.peek())
    const text = must(reader.readString(tag))
    if (tag === 0x80) initial = text
    else if (tag === 0x81) any.push(text)
    else if (tag === 0x82) final = text
    else throw new Malformed(`part ${tag}`)
  }
  return { any, ...(initial === undefined ? {} : { initial }), ...(final === undefined ? {} : { final }) }
}

/** What an entry has by the small letters of an attribute's name. */
export type Values = (attribute: string) => readonly string[]

/** Whether an entry is looked for; undefined is none that is given out (RFC 4511 §4.5.1.7). */
export function fits(filter: Filter, values: Values): boolean | undefined {
  switch (filter.kind) {
    case 'and':
      return among(filter.of, values, false)
    case 'or':
      return among(filter.of, values, true)
    case 'not': {
      const one = fits(filter.of, values)
      return one === undefined ? undefined : !one
    }
    case 'present':
      return values(filter.attribute).length > 0
    case 'equal':
      return values(filter.attribute).some((value) => folded(value) === folded(filter.value))
    case 'substrings':
      return values(filter.attribute).some((value) => holds(folded(value), filter.parts))
    case 'unknown':
      return undefined
  }
}

/** One that is `decisive` decides; else one that is undefined leaves all undefined. */
function among(filters: readonly Filter[], values: Values, decisive: boolean): boolean | undefined {
  const all = filters.map((one) => fits(one, values))
  if (all.includes(decisive)) return decisive
  return all.includes(undefined) ? undefined : !decisive
}

function holds(text: string, { initial = '', any, final = '' }: Parts): boolean {
  if (!text.startsWith(folded(initial))) return false
  let at = folded(initial).length
  for (const part of any.map(folded)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - at >= folded(final).length && text.endsWith(folded(final))
}

/** caseIgnoreMatch (RFC 4517 §4.2.11), as far as the names of accounts need it. */
function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase()
}

/** What entries must have to be looked for, wherever the filter says so: the values of these attributes in it. */
export function valuesIn(filter: Filter, attributes: ReadonlySet<string>): readonly string[] {
  if (filter.kind === 'and' || filter.kind === 'or')
    return filter.of.flatMap((one) => valuesIn(one, attributes))
  return filter.kind === 'equal' && attributes.has(filter.attribute) ? [filter.value] : []
}

/** How many conditions an entry is held against. */
export function conditionsIn(filter: Filter): number {
  if (filter.kind === 'not') return conditionsIn(filter.of)
  if (filter.kind !== 'and' && filter.kind !== 'or') return 1
  return filter.of.reduce((count, one) => count + conditionsIn(one), 0)
}
