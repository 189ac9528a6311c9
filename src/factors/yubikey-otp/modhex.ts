/** Letters that stand in the same place on nearly all Latin keyboards, each for four bits: a YubiKey types key strokes. */
const alphabet = 'cbdefghijklnrtuv'

/** What the same strokes become where the computer is set to another layout, in the order of the alphabet. */
const layouts: readonly string[] = [
  alphabet,
  'cbdefghıjklnrtuv', // Turkish
  'jxe.uidchtnbpygk', // Dvorak
  'cbsftdhuneikpglv', // Colemak
  'äzaleosgnrtbcwhp', // Neo
  'сивуапршолдткегм', // Cyrillic
  'ψβδεφγηιξκλνρτθω', // Greek
  'בנגקכעיןחלךמראוה', // Hebrew
]

/**
 * One spelling for what a YubiKey typed: without white space, in lower case, read as modhex whatever the layout was.
 * By radio a phone gets it behind the `#` of an address. Text of no layout comes back as it is, and is no modhex.
 */
export function canonicalModhex(typed: string): string {
  const text = typed
    .trim()
    .replace(/^https:\/\/[^#\s]{1,64}#/i, '')
    .toLowerCase()
  const layout = layouts.find((letters) => [...text].every((letter) => letters.includes(letter)))
  if (layout === undefined || layout === alphabet) return text
  return Array.from(text, (letter) => alphabet.charAt(layout.indexOf(letter))).join('')
}

/** The bytes of canonical modhex. */
export function decodeModhex(text: string): Uint8Array {
  const hex = Array.from(text, (letter) => alphabet.indexOf(letter).toString(16)).join('')
  return Buffer.from(hex, 'hex')
}

export function encodeModhex(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return Array.from(hex, (digit) => alphabet.charAt(Number.parseInt(digit, 16))).join('')
}
