declare const canonical: unique symbol

/** The form under which a name is stored, compared and looked up. Only `canonicalName` makes it (G8). */
export type CanonicalName = string & { readonly [canonical]: true }

/** Why a text is not a name; stable, so that screens may word it. */
export type NameFault =
  | 'empty'
  | 'too-long'
  | 'ill-formed' // lone surrogate: no two databases agree on what it is (R6)
  | 'invisible' // control, format, private-use, unassigned or default-ignorable
  | 'piled-marks'
  | 'scripts' // mixed, or outside those in everyday use

/** A name read once, at the edge: `key` is what counts, `shown` is how its owner wrote it. */
export type NameReading =
  | { readonly valid: true; readonly key: CanonicalName; readonly shown: string }
  | { readonly valid: false; readonly fault: NameFault }

const longestName = 256
const longestTyped = 1024

const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
/** UTS 39 §5.4: a mark twice in a row, or more than four, hides behind the look of one. */
const piledMarks = /(\p{Mn})\1|\p{Mn}{5}|^\p{M}/u

/** UAX 31 table 5: the scripts in everyday modern use. */
const scripts = [
  'Latin Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi',
  'Hangul Han Hebrew Hiragana Kannada Katakana Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu',
  'Thaana Thai Tibetan',
].flatMap((line) => line.split(' '))

/** UTS 39 §5.2, "highly restrictive": the only scripts that one name may mix. */
const scriptSets = [
  ...scripts.map((script) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map(onlyScripts)

/**
 * Reads a name by one rule for accounts, applications and groups: NFKC, white space trimmed and folded to single
 * spaces, locale-free case folding; nothing invisible; 1 to 256 code points; one script, or a mixture that
 * UTS 39 §5.2 calls highly restrictive, so that no Cyrillic letter passes for a Latin one. A name is text, never
 * a path, address or pattern: `../x`, `a@b` and `%` mean themselves.
 */
export function canonicalName(typed: string): NameReading {
  if (!typed.isWellFormed()) return { valid: false, fault: 'ill-formed' }
  if (typed.length > longestTyped) return { valid: false, fault: 'too-long' }
  const key = foldName(typed)
  const fault = faultOf(key)
  if (fault) return { valid: false, fault }
  return { valid: true, key: key as CanonicalName, shown: foldSpace(typed.normalize('NFC')) }
}

/** The folding alone, for text to search by: a fragment of a name need not be a name. */
export function foldName(typed: string): string {
  return foldSpace(foldCase(typed.normalize('NFKC')))
}

function foldSpace(text: string): string {
  return text.trim().replace(/\p{Zs}+/gu, ' ')
}

/** Upper case first, so that ß and ss, ς and σ, ı and i are one name whatever the locale. */
function foldCase(text: string): string {
  const folded = text.toUpperCase().toLowerCase().normalize('NFKC')
  return folded === text ? text : foldCase(folded)
}

function faultOf(key: string): NameFault | undefined {
  if (key === '') return 'empty'
  if ([...key].length > longestName) return 'too-long'
  if (invisible.test(key)) return 'invisible'
  if (piledMarks.test(key.normalize('NFD'))) return 'piled-marks'
  return scriptSets.some((set) => set.test(key)) ? undefined : 'scripts'
}

function onlyScripts(names: readonly string[]): RegExp {
  const classes = [...names, 'Common', 'Inherited'].map((name) => `\\p{Script_Extensions=${name}}`)
  return new RegExp(`^[${classes.join('')}]+$`, 'u')
}
