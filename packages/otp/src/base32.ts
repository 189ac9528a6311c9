import { base32TrailingBits, invalidBase32Character, invalidBase32Length } from './errors.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const padding = '='

/** Text of RFC 4648 §6 in upper case; `padding: true` fills the last group with `=`. Key URIs leave it out. */
export function encodeBase32(bytes: Uint8Array, options: { readonly padding?: boolean } = {}): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((held >>> bits) & 31)
    }
  }
  if (bits > 0) text += alphabet.charAt((held << (5 - bits)) & 31)
  return options.padding ? text.padEnd(Math.ceil(text.length / 8) * 8, padding) : text
}

/**
 * Bytes of Base32 as people type it: either case, with spaces, hyphens and padding or without.
 * Refuses every other character by name and place, impossible lengths, and set bits after the last byte (RFC 4648 §3.5).
 */
export function decodeBase32(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 5) >> 3)
  let length = 0
  let characters = 0
  let bits = 0
  let held = 0
  let padded = false
  for (let i = 0; i < text.length; i++) {
    const value = meaning[text.charCodeAt(i)] ?? refused
    if (value >= 0 && !padded) {
      characters++
      held = (held << 5) | value
      bits += 5
      if (bits >= 8) {
        bits -= 8
        bytes[length++] = held >>> bits
        held &= (1 << bits) - 1
      }
    } else if (value === padChar && characters > 0) {
      padded = true
    } else if (value !== ignored) {
      throw invalidBase32Character(String.fromCodePoint(text.codePointAt(i) ?? 0), i + 1)
    }
  }
  if (bits >= 5) throw invalidBase32Length(characters)
  if (held !== 0) throw base32TrailingBits()
  return length === bytes.length ? bytes : bytes.slice(0, length)
}

const refused = -1
const ignored = -2
const padChar = -3

/** What each ASCII character means: the value of a digit, or one of the three above. */
const meaning = /* @__PURE__ */ createMeaning()

function createMeaning(): Int8Array {
  const table = new Int8Array(128).fill(refused)
  for (let value = 0; value < alphabet.length; value++) {
    table[alphabet.charCodeAt(value)] = value
    table[alphabet.toLowerCase().charCodeAt(value)] = value
  }
  for (const character of ' -') table[character.charCodeAt(0)] = ignored
  table[padding.charCodeAt(0)] = padChar
  return table
}
