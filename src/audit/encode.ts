import { cleanText } from '../kernel/text.ts'

const longestText = 512
const shortestText = 32
const longestDetails = 4_096

/**
 * Text of a stranger as the trail keeps it: no control, bidirectional or line-breaking character reaches a
 * terminal or a log as such, and a user agent of a megabyte is cut.
 */
export function auditText(text: string, longest = longestText): string {
  if (text.length <= longest && plain.test(text)) return text
  const head = text.length > longest ? text.slice(0, longest) : text
  const escaped = cleanText(head).replace(hostile, escapeCharacter)
  return text.length > longest ? `${escaped}…(${text.length})` : escaped
}

type Details = Readonly<Record<string, string | number | boolean | null>>

/**
 * Details with names in order, texts encoded, and numbers that JSON cannot carry as text. What is too long as a whole
 * has its texts cut shorter, so that a long one keeps no other out of the trail.
 */
export function auditDetails(details: Details): string {
  for (let longest = longestText; longest >= shortestText; longest /= 2) {
    const text = encodeDetails(details, longest)
    if (text.length <= longestDetails) return text
  }
  return JSON.stringify({ truncated: Object.keys(details).length })
}

function encodeDetails(details: Details, longest: number): string {
  const names = Object.keys(details).toSorted()
  const clean = names.map((name) => [auditText(name), encodeDetail(details[name] ?? null, longest)])
  return JSON.stringify(Object.fromEntries(clean))
}

function encodeDetail(
  value: string | number | boolean | null,
  longest: number,
): string | number | boolean | null {
  if (typeof value === 'string') return auditText(value, longest)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value
}

/** Nearly all that we are told: it needs no second look. */
const plain = /^[ -~]*$/
const hostile = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
