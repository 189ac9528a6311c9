import { BerWriter } from 'ldapts'
import { Malformed } from '../../kernel/ber.ts'
import { inner, must, Reader } from './ber.ts'
import { type Filter, readAssertion, readFilter } from './filter.ts'

/** What may be asked (RFC 4511 §4.2 to §4.13); whatever would write is known by its tag, to be refused by its answer. */
export type Operation =
  | { readonly kind: 'bind'; readonly name: string; readonly password: string | undefined }
  | { readonly kind: 'search' | 'compare'; readonly search: Search }
  | { readonly kind: 'extended'; readonly oid: string }
  | { readonly kind: 'unbind' }
  /** `of`: the message that nobody waits for any more. */
  | { readonly kind: 'abandon'; readonly of: number }
  | { readonly kind: 'other'; readonly answer: number }

export interface Search {
  readonly base: string
  readonly scope: 'base' | 'one' | 'sub'
  /** Entries at most; 0 is any number. */
  readonly sizeLimit: number
  readonly typesOnly: boolean
  readonly filter: Filter
  /** As they were asked for; none is all that people use. */
  readonly attributes: readonly string[]
}

export interface Control {
  readonly oid: string
  readonly critical: boolean
}

export interface Request {
  readonly id: number
  readonly operation: Operation
  readonly controls: readonly Control[]
}

/** RFC 4511 §4.1.9, what of it we say. */
export const results = {
  success: 0,
  protocolError: 2,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const

export interface Result {
  readonly code: number
  /** For whoever sets the system up; never why somebody was refused. */
  readonly says?: string
}

export interface Entry {
  readonly dn: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

const tags = {
  bind: 0x60,
  bindAnswer: 0x61,
  unbind: 0x42,
  search: 0x63,
  entry: 0x64,
  searchDone: 0x65,
  abandon: 0x50,
  compare: 0x6e,
  compareAnswer: 0x6f,
  extended: 0x77,
  extendedAnswer: 0x78,
  controls: 0xa0,
} as const

/** modify, add, delete, rename: each with the tag of its answer. */
const writing: ReadonlyMap<number, number> = new Map([
  [0x66, 0x67],
  [0x68, 0x69],
  [0x4a, 0x6b],
  [0x6c, 0x6d],
])

const scopes = ['base', 'one', 'sub'] as const
const simple = 0x80

/** One whole message. Throws `Malformed`. */
export function readRequest(bytes: Buffer): Request {
  try {
    const reader = new Reader(bytes)
    reader.readSequence(0x30)
    const id = must(reader.readInt())
    const tag = must(reader.peek())
    const operation = readOperation(reader, tag)
    return { id, operation, controls: readControls(reader) }
  } catch (error) {
    throw error instanceof Malformed ? error : new Malformed('not a message', { cause: error })
  }
}

function readOperation(reader: Reader, tag: number): Operation {
  const answer = writing.get(tag)
  if (answer !== undefined) {
    skip(reader)
    return { kind: 'other', answer }
  }
  if (tag === tags.bind) return readBind(inner(reader))
  if (tag === tags.search) return { kind: 'search', search: readSearch(inner(reader)) }
  if (tag === tags.compare) return { kind: 'compare', search: readComparison(inner(reader)) }
  if (tag === tags.extended) return { kind: 'extended', oid: must(inner(reader).readString(0x80)) }
  if (tag === tags.abandon) return { kind: 'abandon', of: must(reader.readTag(tag)) }
  if (tag !== tags.unbind) throw new Malformed(`operation ${tag}`)
  skip(reader)
  return { kind: 'unbind' }
}

/** Of another kind than `simple` it has no password that we know. */
function readBind(reader: Reader): Operation {
  const version = must(reader.readInt())
  if (version !== 3) throw new Malformed(`version ${version}`)
  const name = must(reader.readString())
  const password = reader.peek() === simple ? must(reader.readString(simple)) : undefined
  return { kind: 'bind', name, password }
}

function readSearch(reader: Reader): Search {
  const base = must(reader.readString())
  const scope = scopes[must(reader.readEnumeration())]
  must(reader.readEnumeration())
  const sizeLimit = must(reader.readInt())
  must(reader.readInt())
  const typesOnly = must(reader.readBoolean())
  const filter = readFilter(reader)
  const listed = inner(reader)
  const attributes: string[] = []
  while (listed.remain > 0) attributes.push(must(listed.readString()))
  return { base, scope: must(scope), sizeLimit, typesOnly, filter, attributes }
}

/** Whether one entry has a value (RFC 4511 §4.10): a search for that very entry, if it has it. */
function readComparison(reader: Reader): Search {
  const base = must(reader.readString())
  const filter = readAssertion(inner(reader))
  return { base, scope: 'base', sizeLimit: 0, typesOnly: true, filter, attributes: [] }
}

function readControls(reader: Reader): readonly Control[] {
  if (reader.remain === 0) return []
  if (reader.peek() !== tags.controls) throw new Malformed('controls')
  const all = inner(reader)
  const controls: Control[] = []
  while (all.remain > 0) {
    const one = inner(all)
    const oid = must(one.readString())
    controls.push({ oid, critical: one.peek() === 0x01 && must(one.readBoolean()) })
  }
  return controls
}

function skip(reader: Reader): void {
  inner(reader)
}

export function bindAnswer(id: number, result: Result): Buffer {
  return answerOf(id, tags.bindAnswer, result)
}

export function compareAnswer(id: number, result: Result): Buffer {
  return answerOf(id, tags.compareAnswer, result)
}

export function otherAnswer(id: number, tag: number, result: Result): Buffer {
  return answerOf(id, tag, result)
}

/** `value`: what an extension answers with. */
export function extendedAnswer(id: number, result: Result, value?: string): Buffer {
  return answerOf(id, tags.extendedAnswer, result, (writer) => {
    if (value !== undefined) writer.writeString(value, 0x8b)
  })
}

/** `paged`: they were asked for page by page (RFC 2696), and this is the last one. */
export function searchDone(id: number, result: Result, paged: boolean): Buffer {
  return message(id, (writer) => {
    writeResult(writer, tags.searchDone, result)
    if (paged) writeLastPage(writer)
  })
}

export function entryAnswer(id: number, { dn, attributes }: Entry): Buffer {
  return message(id, (writer) => {
    writer.startSequence(tags.entry)
    writer.writeString(dn)
    writer.startSequence()
    for (const [name, values] of Object.entries(attributes)) {
      writer.startSequence()
      writer.writeString(name)
      writer.startSequence(0x31)
      writer.writeStringArray([...values])
      writer.endSequence()
      writer.endSequence()
    }
    writer.endSequence()
    writer.endSequence()
  })
}

/** Says why the connection ends (RFC 4511 §4.4.1). */
export function noticeOfDisconnection(result: Result): Buffer {
  return answerOf(0, tags.extendedAnswer, result, (writer) =>
    writer.writeString('1.3.6.1.4.1.1466.20036', 0x8a),
  )
}

/** RFC 2696 §2. */
export const pagedResults = '1.2.840.113556.1.4.319'

function writeLastPage(writer: BerWriter): void {
  const value = new BerWriter()
  value.startSequence()
  value.writeInt(0)
  value.writeString('')
  value.endSequence()
  writer.startSequence(tags.controls)
  writer.startSequence()
  writer.writeString(pagedResults)
  writer.writeBuffer(value.buffer, 0x04)
  writer.endSequence()
  writer.endSequence()
}

function answerOf(id: number, tag: number, result: Result, more?: (writer: BerWriter) => void): Buffer {
  return message(id, (writer) => writeResult(writer, tag, result, more))
}

function writeResult(
  writer: BerWriter,
  tag: number,
  { code, says = '' }: Result,
  more?: (writer: BerWriter) => void,
): void {
  writer.startSequence(tag)
  writer.writeEnumeration(code)
  writer.writeString('')
  writer.writeString(says)
  more?.(writer)
  writer.endSequence()
}

function message(id: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  write(writer)
  writer.endSequence()
  return writer.buffer
}
