import { foldName } from '../directories/index.ts'

const word = /[\p{L}\p{N}]+/gu

/** A name with its words, read once to be held against many patterns. */
export interface ReadName {
  readonly whole: string
  readonly words: readonly string[]
}

export function readName(name: string): ReadName {
  const whole = foldName(name)
  return { whole, words: whole.match(word) ?? [] }
}

/** Whether a pattern stands for more than one name. */
export function isGeneral(pattern: string): boolean {
  return pattern.includes('*')
}

/** A pattern that is tried on whole names and on each of their words: `vpn` fits `Berlin VPN`, `*vpn*` `openvpn`, too. */
export function patternTest(pattern: string): (name: ReadName) => boolean {
  const folded = foldName(pattern)
  const parts = folded.split('*')
  const test = isGeneral(folded) ? (text: string) => hasParts(text, parts) : (text: string) => text === folded
  return ({ whole, words }) => test(whole) || words.some(test)
}

/** The parts one after another, the first at the beginning and the last at the end; linear, whatever the pattern. */
function hasParts(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop() ?? ''
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
