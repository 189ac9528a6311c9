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
  return encode(view) as Id<Kind>
}

/** Whether text has the form of an id. Says nothing about whether a row has it. */
export function isId<Kind extends string>(text: string): text is Id<Kind> {
  return idPattern.test(text)
}

/** Two characters for each ten bits: sixteen look-ups instead of thirty-two. */
const pairs = Array.from({ length: 1024 }, (_, bits) => `${alphabet[bits >> 5]}${alphabet[bits & 31]}`)

function encode(view: DataView): string {
  let text = ''
  for (let at = 0; at < view.byteLength; at += 5) {
    const high = view.getUint32(at) >>> 12
    const low = view.getUint32(at + 1) & 0xfffff
    text += `${pairs[high >> 10]}${pairs[high & 1023]}${pairs[low >> 10]}${pairs[low & 1023]}`
  }
  return text
}
