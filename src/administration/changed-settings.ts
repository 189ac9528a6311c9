import { isDeepStrictEqual } from 'node:util'

type Settings = Readonly<Record<string, unknown>>

/** Of a setting, what may be told to whoever reads the trail. */
type Tell = (name: string, value: unknown) => unknown

/** What the trail keeps of one text, with room for the cuts. */
const longestText = 480
const longestValue = 160
const shortestValue = 20
/** Of a list, as many as are told that came, and that went. */
const mostItems = 3

/**
 * Which settings were changed, and from what to what, in one text that the trail keeps whole: what is long is cut, and
 * hides no other (A-096). Only named is what may not be told, and what is told alike on both sides.
 */
export function changedSettings(before: unknown, after: unknown, tell: Tell = (_, value) => value): string {
  const [was, is] = [settingsOf(before), settingsOf(after)]
  const changed = changedNames(was, is).toSorted()
  if (changed.length === 0) return 'nothing'
  for (let longest = longestValue; longest >= shortestValue; longest /= 2) {
    const text = changed
      .map((name) => named(name, difference(tell(name, was[name]), tell(name, is[name]), longest)))
      .join('; ')
    if (text.length <= longestText) return text
  }
  return changed.join(', ')
}

/** Of what is set anew. */
export function changedNames(before: Settings, after: Settings): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

function settingsOf(value: unknown): Settings {
  return typeof value === 'object' && value !== null ? (value as Settings) : {}
}

function named(name: string, says: string): string {
  return says === '' ? name : `${name}: ${says}`
}

function difference(was: unknown, is: unknown, longest: number): string {
  if (typeof (was ?? is) !== 'object') {
    const [from, to] = [inWords(was, longest), inWords(is, longest)]
    return from === to ? '' : `${from} → ${to}`
  }
  const [before, after] = [itemsOf(was), itemsOf(is)]
  const came = after.filter((item) => !before.includes(item))
  const went = before.filter((item) => !after.includes(item))
  return [listed('with', came, longest), listed('without', went, longest)].filter(Boolean).join(', ')
}

/** What stands in a list or under names, one text each. */
function itemsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf)
  return Object.entries(settingsOf(value)).map(([name, item]) => `${name}: ${textOf(item)}`)
}

function listed(word: string, items: readonly string[], longest: number): string {
  if (items.length === 0) return ''
  const told = items.slice(0, mostItems).map((item) => cut(item, longest))
  const more = items.length - told.length
  return `${word} ${told.join(' ')}${more > 0 ? ` and ${more} more` : ''}`
}

function inWords(value: unknown, longest: number): string {
  return value === undefined ? 'none' : cut(textOf(value), longest)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? withoutQuery(value) : JSON.stringify(value)
}

/** What an address asks for may be a token (G9). */
function withoutQuery(text: string): string {
  return URL.canParse(text) ? text.replace(/\?.+$/s, '?…') : text
}

/** How it begins, and how it ends. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const tail = longest / 4
  return `${text.slice(0, longest - tail)}…${text.slice(-tail)}`
}
