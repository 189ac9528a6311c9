import { cleanText } from '../kernel/text.ts'

export { cleanText } from '../kernel/text.ts'

/** A 64-bit counter on its way into a column: text, for neither driver carries 2^63−1 as a number. */
export function writeCounter(counter: bigint | undefined): string | null {
  return counter === undefined ? null : counter.toString()
}

/** A 64-bit counter as the drivers hand it over: small as a number, large as text. */
export function readCounter(value: string | number | bigint | null | undefined): bigint | undefined {
  return value === null || value === undefined ? undefined : BigInt(value)
}

/** JSON for a `json()` column, without what jsonb refuses (NUL, lone surrogates). */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (!refused.test(text)) return text
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'string' ? cleanText(item) : item))
}

/** How JSON spells NUL and lone surrogates. */
const refused = /\\u(?:0000|d[89a-f])/

/** What a `json()` column holds; both drivers hand it over as text. The caller names the shape that it wrote. */
export function readJson<Shape>(value: unknown): Shape {
  return (typeof value === 'string' ? JSON.parse(value) : value) as Shape
}

/** One of a few values that a column may hold; what is none of them is read as `otherwise`. */
export function readOption<Option extends string>(
  options: readonly Option[],
  value: string,
  otherwise: NoInfer<Option>,
): Option {
  return options.find((option) => option === value) ?? otherwise
}

/** An integer of 64 bits as a number where a number holds it, else as text: what both drivers hand over. */
export function readInteger(value: bigint): number | string {
  const inRange = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
  return inRange ? Number(value) : value.toString()
}
