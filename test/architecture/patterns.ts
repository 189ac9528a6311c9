import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './sources.ts'

/** A regular expression as it stands in the code. */
export interface Pattern {
  /** File and line. */
  readonly where: string
  readonly pattern: RegExp
}

/** What may hold a slash that opens no pattern, and a slash where a value may begin: behind one it divides. */
const literal =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=(?:=>|[=(,:;[!&|?{]|\breturn)\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+)\/([dgimsuvy]*)/g

/** The literals of a file, by its path from the root. What is put together at run time is not seen. */
export function patternsIn(path: string): readonly Pattern[] {
  const code = readFileSync(join(root, path), 'utf8')
  return [...code.matchAll(literal)].flatMap(({ index, 1: text, 2: flags }) => {
    if (text === undefined) return []
    const where = `${path}:${code.slice(0, index).split('\n').length}`
    return [{ where, pattern: new RegExp(text, flags) }]
  })
}

/** Characters of a hostile text: an accidental square of them takes some milliseconds, one pass far less than one. */
const long = 8_000
/** Of a text for which a pattern that tries all ways to divide it takes longer than can be waited for. */
const short = 24
const slow = 2

/** What makes a pattern take the square of its length, or worse; undefined where nothing was found. */
export function hostileTo(pattern: RegExp): string | undefined {
  for (const text of hostileTexts(pattern))
    for (const length of [short, 1_000, long]) {
      if (fastest(pattern, text(length)) < slow) continue
      if (length === short) return text(short)
      const growth = fastest(pattern, text(length)) / fastest(pattern, text(length / 2))
      if (growth > 3) return text(40)
    }
  return undefined
}

/** Milliseconds of the quickest of three runs: what else the machine does only ever adds to them. */
function fastest(pattern: RegExp, text: string): number {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < 3 && least >= slow; run++) {
    const began = performance.now()
    if (pattern.global) text.replace(pattern, '')
    else {
      pattern.lastIndex = 0
      pattern.test(text)
    }
    least = Math.min(least, performance.now() - began)
  }
  return least
}

const ends = ['', '\0', '!', '"', '\\', 'x\u2028', 'x\n']

/** One thing over and over, behind what leads there, and then something that does not fit. */
function* hostileTexts(pattern: RegExp): Generator<(length: number) => string> {
  const ways = waysOf(pattern)
  const repeats = [...repeatsIn({ ways })]
  const starts = [...new Set(['', ...repeats.map(({ before }) => before)])].slice(0, 5)
  const bodies = repeats.flatMap(({ before, body }) => [before, ...body, ...body.map((one) => before + one)])
  const signs = [...new Set(pattern.source.replaceAll(/\\[a-zA-Z]|[\w()[\]{}|]/g, ''))].slice(0, 6)
  const pairs = signs.flatMap((one) => [...signs, 'a'].map((other) => one + other))
  for (const start of starts)
    for (const body of new Set([...bodies, ...signs, ...pairs].filter((one) => one !== '')))
      for (const end of ends)
        yield (length) => `${start}${body.repeat(Math.ceil(length / body.length))}${end}`
}

/** A part of a pattern, by texts that it matches. */
type Part =
  | { readonly samples: readonly string[] }
  | { readonly ways: readonly (readonly Part[])[] }
  | { readonly repeated: Part; readonly least: number; readonly most: number }

interface Repeat {
  /** The shortest text that leads there. */
  readonly before: string
  readonly body: readonly string[]
}

const few = 10

function* repeatsIn(part: Part, before = ''): Generator<Repeat> {
  if ('ways' in part)
    for (const way of part.ways) {
      let led = before
      for (const one of way) {
        yield* repeatsIn(one, led)
        led += textsOf(one)[0] ?? ''
      }
    }
  else if ('repeated' in part) {
    if (part.most > few) yield { before, body: textsOf(part.repeated) }
    yield* repeatsIn(part.repeated, before)
  }
}

function textsOf(part: Part): readonly string[] {
  if ('samples' in part) return part.samples
  if ('ways' in part) return part.ways.map((way) => way.map((one) => textsOf(one)[0] ?? '').join(''))
  return textsOf(part.repeated).map((text) => text.repeat(part.least))
}

const letters = [...'aA09fz_- \t.,:;/\\"\'<>=+*@#%?&|()[]{}!~\n\0é\u2028']

const piece =
  /(\((?:\?(?::|<?[=!]|<\w+>))?)|(\))|(\|)|(\\[bB]|[\^$]|\\\d|\\k<\w+>)|(\[(?:\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)|[^()|])/suy
const often = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y

function waysOf({ source, flags }: RegExp): readonly (readonly Part[])[] {
  let at = 0
  const take = (kind: RegExp) => {
    kind.lastIndex = at
    const found = kind.exec(source)
    if (found) at = kind.lastIndex
    return found ?? []
  }
  const sampled = (text = ''): Part => {
    const one = new RegExp(`^(?:${text})$`, flags.replaceAll(/[gym]/g, ''))
    return { samples: [text.at(-1) ?? '', ...letters].filter((letter) => one.test(letter)).slice(0, 3) }
  }
  const read = (): readonly (readonly Part[])[] => {
    const ways: Part[][] = [[]]
    for (;;) {
      const [found, open, close, or, place, text] = take(piece)
      if (found === undefined || close !== undefined) return ways
      if (or !== undefined) ways.push([])
      if (or !== undefined) continue
      const inner: Part = open === undefined ? sampled(text) : { ways: read() }
      const part = place !== undefined || /^\(\?<?[=!]/.test(open ?? '') ? { samples: [''] } : inner
      ways.at(-1)?.push(repeatedAs(part, take(often)))
    }
  }
  return read()
}

function repeatedAs(part: Part, [found, sign, least, range, most]: readonly (string | undefined)[]): Part {
  if (found === undefined) return part
  if (sign !== undefined)
    return { repeated: part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY }
  const upTo = most ? Number(most) : Number.POSITIVE_INFINITY
  return { repeated: part, least: Number(least), most: range === undefined ? Number(least) : upTo }
}
