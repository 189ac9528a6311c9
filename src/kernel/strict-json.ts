import { SallyportError } from './errors.ts'

const deepest = 16

/**
 * JSON as we take it: UTF-8, no member twice, not deep, no NUL and no lone surrogate in any text (A-111, A-112,
 * Throws `input.json` with what is wrong, never with what was sent.
 */
export function parseStrictJson(body: Buffer): unknown {
  const text = decode(body)
  if (text.trim() === '') return undefined
  const value = parse(withPlainNames(text))
  if (text.includes('\\u')) checkTexts(value)
  return value
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw malformed('it is not UTF-8')
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('it cannot be parsed')
  }
}

/**
 * One pass over the text, before it is parsed: a stack of the member names seen in each open object. Only names and
 * brackets matter; whatever else is wrong, the parser finds. Gives the text with every name in plain letters, since
 * V8 may take an escaped one for another that somebody sent before (nodejs/node#63785).
 */
function withPlainNames(text: string): string {
  const open: (Set<string> | undefined)[] = []
  let plain = ''
  let copied = 0
  let at = 0
  while (at < text.length) {
    const character = text.charCodeAt(at)
    if (character === quote) {
      const end = endOfString(text, at)
      const members = open[open.length - 1]
      if (members && isName(text, end)) {
        const name = nameIn(text.slice(at, end))
        addMember(members, name)
        const escaped = name.length < end - at - 2
        if (escaped) {
          plain += `${text.slice(copied, at)}"${name}"`
          copied = end
        }
      }
      at = end
      continue
    }
    if (character === openBrace || character === openBracket) {
      open.push(character === openBrace ? new Set() : undefined)
      if (open.length > deepest) throw malformed(`it is nested deeper than ${deepest}`)
    } else if (character === closeBrace || character === closeBracket) open.pop()
    at++
  }
  return plain + text.slice(copied)
}

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const colon = 0x3a

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === backslash) at++
    else if (character === quote) return at + 1
  }
  throw malformed('it cannot be parsed')
}

function isName(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) <= 0x20) at++
  return text.charCodeAt(at) === colon
}

function nameIn(literal: string): string {
  return literal.includes('\\') ? String(parse(literal)) : literal.slice(1, -1)
}

function addMember(members: Set<string>, name: string): void {
  if (members.has(name)) throw malformed('a member is there twice')
  if (name === '__proto__' || neverPlain.test(name)) throw malformed('a member name is not allowed')
  members.add(name)
}

/** What JSON cannot write without an escape (RFC 8259, section 7). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const neverPlain = /["\\\0-\x1f]/

function checkTexts(value: unknown): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\0'))
      throw malformed('a text holds characters that are not allowed')
  } else if (value !== null && typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) {
      checkTexts(name)
      checkTexts(item)
    }
  }
}

function malformed(why: string) {
  return new SallyportError('invalid', 'input.json', `The JSON of this request was refused: ${why}.`)
}
