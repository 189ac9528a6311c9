import { cleanText } from '../kernel/text.ts'

const longestText = 512
const longestDetails = 4_096

/**
 * Text of a stranger as the trail keeps it: no control, bidirectional or line-breaking character reaches a
 * terminal or a log as such, and a user agent of a megabyte is cut.
 */
export function auditText(text: string): string {
  if (text.length <= longestText && plain.test(text)) return text
  const head = text.length > longestText ? text.slice(0, longestText) : text
  const escaped = cleanText(head).replace(hostile, escapeCharacter)
  return text.length > longestText ? `${escaped}…(${text.length})` : escaped
}

/** Details with names in order, texts encoded, and numbers that JSON cannot carry as text; cut as a whole, too. */
export function auditDetails(details: Readonly<Record<string, string | number | boolean | null>>): string {
  const names = Object.keys(details).toSorted()
  const clean = Object.fromEntries(
    names.map((name) => [auditText(name), encodeDetail(details[name] ?? null)]),
  )
  const text = JSON.stringify(clean)
  return text.length > longestDetails ? JSON.stringify({ truncated: text.length }) : text
}

function encodeDetail(value: string | number | boolean | null): string | number | boolean | null {
  if (typeof value === 'string') return auditText(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value
}

/** Nearly all that we are told: it needs no second look. */
const plain = /^[ -~]*$/
const hostile = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
