import { contentOf, type Der, tags } from './der.ts'
import { malformed } from './errors.ts'

/** A true or false as DER spells them. */
export function truthOf(der: Der): boolean {
  const [byte, ...more] = contentOf(der, tags.boolean)
  if (more.length > 0 || (byte !== 0xff && byte !== 0)) throw malformed('a boolean is neither')
  return byte === 0xff
}

const longestSerial = 21

/** A serial number as it stands there, in hexadecimal: DER has one spelling for each, a negative one included. */
export function serialOf(der: Der): string {
  const content = contentOf(der, tags.integer)
  const [first, second = 0] = content
  const doubled = content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
  if (first === undefined || doubled || content.length > longestSerial)
    throw malformed('a serial number has two spellings or is beyond reason')
  return Buffer.from(content).toString('hex')
}

/** A number that is not negative and not large. */
export function smallNumberOf(der: Der, tag: number = tags.integer): number {
  const content = contentOf(der, tag)
  const [first] = content
  if (first === undefined || first >= 0x80 || content.length > 4) throw malformed('a number is out of range')
  return content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** An object identifier in dots. */
export function oidOf(der: Der, tag: number = tags.oid): string {
  const content = contentOf(der, tag)
  const arcs: bigint[] = []
  let arc = 0n
  content.forEach((byte, place) => {
    if (arc === 0n && byte === 0x80) throw malformed('an identifier has two spellings')
    arc = arc * 128n + BigInt(byte & 0x7f)
    if (byte & 0x80) {
      if (place === content.length - 1) throw malformed('an identifier is cut off')
      return
    }
    arcs.push(arc)
    arc = 0n
  })
  const [first, ...rest] = arcs
  if (first === undefined || content.length > 64) throw malformed('an identifier is empty or beyond reason')
  const top = first < 80n ? first / 40n : 2n
  return [top, first - top * 40n, ...rest].join('.')
}

/** Epoch milliseconds, from the two forms that RFC 5280 §4.1.2.5 allows. */
export function timeOf(der: Der): number {
  const text = Buffer.from(der.content).toString('latin1')
  const [, century = '', year = '', rest = ''] = /^(\d\d)?(\d\d)(\d{10})Z$/.exec(text) ?? []
  const short = der.tag === tags.utcTime && text.length === 13
  const long = der.tag === tags.generalizedTime && text.length === 15
  if (!short && !long) throw malformed('a time has another form')
  const full = `${short ? (Number(year) < 50 ? '20' : '19') : century}${year}`
  const [month, day, hour, minute, second] = rest.match(/\d\d/g) ?? []
  const iso = `${full}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const at = Date.parse(iso)
  if (Number.isNaN(at) || new Date(at).toISOString() !== iso) throw malformed('a time is none')
  return at
}

/** A string of bits that ends with a byte: keys and signatures. */
export function bytesOfBits(der: Der): Uint8Array {
  const content = contentOf(der, tags.bits)
  if (content[0] !== 0) throw malformed('a string of bits ends within a byte')
  return content.subarray(1)
}

/** Which bits of named ones are set, the first being number 0. */
export function namedBitsOf(der: Der, tag: number = tags.bits): ReadonlySet<number> {
  const [unused, ...bytes] = contentOf(der, tag)
  if (unused === undefined || unused > 7 || bytes.length > 4)
    throw malformed('a string of bits is beyond reason')
  const numbers = bytes.flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => index * 8 + bit),
  )
  return new Set(numbers)
}

const utf16 = 0x1e
const encodings: Readonly<Record<number, 'utf8' | 'latin1'>> = {
  12: 'utf8', // UTF8String
  19: 'latin1', // PrintableString
  20: 'latin1', // TeletexString: what issuers write into it is Latin-1
  22: 'latin1', // IA5String
  26: 'latin1', // VisibleString
}

/** The text of a string; undefined for what is none. A character that hides what follows is refused: NUL above all. */
export function textOf(der: Der): string | undefined {
  if (der.tag === utf16) return clean(fromUtf16(der.content))
  const encoding = encodings[der.tag]
  if (!encoding) return undefined
  const text = Buffer.from(der.content).toString(encoding)
  if (encoding === 'utf8' && !Buffer.from(text, 'utf8').equals(der.content))
    throw malformed('a text is not UTF-8')
  return clean(text)
}

/** The text of an element that holds ASCII: addresses of all kinds. */
export function asciiOf(der: Der): string {
  if (der.content.some((byte) => byte < 0x21 || byte > 0x7e))
    throw malformed('an address holds more than letters')
  return Buffer.from(der.content).toString('latin1')
}

function fromUtf16(content: Uint8Array): string {
  if (content.length % 2 !== 0) throw malformed('a text ends within a letter')
  return Buffer.from(content).swap16().toString('utf16le')
}

function clean(text: string): string {
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) throw malformed('a text holds a character that is none')
  return text
}
