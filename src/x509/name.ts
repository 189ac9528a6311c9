import { type Der, elementsOf, tags } from './der.ts'
import { malformed } from './errors.ts'
import { readNameText, type WrittenAttribute } from './name-text.ts'
import { attributeNames } from './oids.ts'
import { oidOf, textOf } from './values.ts'

/** A distinguished name. */
export interface Name {
  /** Parts of it, the widest first; each holds one attribute, seldom more. */
  readonly parts: readonly (readonly Attribute[])[]
  readonly whole: Uint8Array
}

export interface Attribute {
  readonly oid: string
  /** Undefined where it is no text. */
  readonly text: string | undefined
  readonly whole: Uint8Array
}

const mostParts = 32

export function readName(der: Der): Name {
  const parts = elementsOf(der).map((part) => elementsOf(part, tags.set).map(readAttribute))
  if (parts.length > mostParts || parts.some((part) => part.length === 0))
    throw malformed('a name is beyond reason')
  return { parts, whole: der.whole }
}

function readAttribute(der: Der): Attribute {
  const [type, value, ...more] = elementsOf(der)
  if (!type || !value || more.length > 0) throw malformed('an attribute of a name is none')
  return { oid: oidOf(type), text: textOf(value), whole: value.whole }
}

/** Whether two names are the same, whatever the kind of string, case and spaces (RFC 5280 §7.1). */
export function isSameName(one: Name, other: Name): boolean {
  return canonicalName(one) === canonicalName(other)
}

/** Whether a name lies under another, part by part (RFC 5280 §4.2.1.10). */
export function isUnder(name: Name, root: Name): boolean {
  return root.parts.every((part, place) => {
    const own = name.parts[place]
    return own !== undefined && canonicalPart(own) === canonicalPart(part)
  })
}

/** One spelling of a name. No other name has it: parts and attributes are kept apart. */
export function canonicalName({ parts }: Name): string {
  return JSON.stringify(parts.map(canonicalPart))
}

function canonicalPart(part: readonly Attribute[]): string {
  return JSON.stringify(
    part.map(({ oid, text, whole }) => [oid, text === undefined ? hexOf(whole) : folded(text)]).sort(),
  )
}

/** Whether a name is the one that was written as text (RFC 4514), compared as names are. */
export function isNamed({ parts }: Name, text: string): boolean {
  const written = readNameText(text)
  if (written?.length !== parts.length) return false
  return parts.every((part, place) => canonicalPart(part) === canonicalWritten(written[place] ?? []))
}

function canonicalWritten(part: readonly WrittenAttribute[]): string {
  return JSON.stringify(
    part.map((one) => [one.oid, 'text' in one ? folded(one.text) : `#${one.hex}`] as const).sort(),
  )
}

/** As people read it, the narrowest part last. */
export function shownName({ parts }: Name): string {
  const shown = parts.map((part) =>
    part.map(({ oid, text, whole }) => `${attributeNames[oid] ?? oid}=${text ?? hexOf(whole)}`).join('+'),
  )
  return shown.join(', ').slice(0, 512)
}

/** The texts of one kind of attribute, in their order. */
export function textsOf({ parts }: Name, oid: string): readonly string[] {
  return parts.flat().flatMap((attribute) => (attribute.oid === oid ? (attribute.text ?? []) : []))
}

export function isEmptyName({ parts }: Name): boolean {
  return parts.length === 0
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
}

function hexOf(bytes: Uint8Array): string {
  return `#${Buffer.from(bytes).toString('hex')}`
}
