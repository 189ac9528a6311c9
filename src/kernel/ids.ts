import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

declare const kind: unique symbol

/** The id of one kind of row; the compiler keeps an account's from being passed for an attempt's. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const timeBytes = 6
const randomBytes = 14
const idLength = ((timeBytes + randomBytes) * 8) / 5
const idPattern = new RegExp(`^[${alphabet}]{${idLength}}$`)

/** 32 characters of Crockford's Base32: 48 bits of time, so that ids sort by birth, then 112 random bits. */
export function newId<Kind extends string>(deps: { clock: Clock; random: Random }): Id<Kind> {
  const bytes = new Uint8Array(timeBytes + randomBytes)
  const view = new DataView(bytes.buffer)
  const time = deps.clock.now()
  view.setUint16(0, Math.floor(time / 2 ** 32))
  view.setUint32(2, time % 2 ** 32)
  bytes.set(deps.random.bytes(randomBytes), timeBytes)
  return encode(bytes) as Id<Kind>
}

/** Whether text has the form of an id. Says nothing about whether a row has it. */
export function isId<Kind extends string>(text: string): text is Id<Kind> {
  return idPattern.test(text)
}

function encode(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(buffer >>> bits) & 31]
    }
    buffer &= (1 << bits) - 1
  }
  return text
}
