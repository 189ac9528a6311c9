import type { PathRule, SiteSettings } from './settings.ts'

/**
 * What a proxy and a site may read in different ways: encoded slashes and dots, steps up, path parameters, doubled and
 * turned slashes, control characters, what is no ASCII, a fragment, which some cut off and some do not (R4). Whoever asks
 * for it is refused, so that no rule is passed by another spelling.
 */
const ambiguous = /%2f|%5c|%2e|%25|%3b|%[01][0-9a-f]|%7f|\/\/|\\|;|#|[^\x21-\x7e]|(?:^|\/)\.{1,2}(?:\/|$)/i

/** The path of a target, without its query; undefined where it may be read in more than one way. */
export function pathOf(target: string): string | undefined {
  const [path = ''] = target.split('?', 1)
  return ambiguous.test(path) ? undefined : decoded(path)
}

/** What is left to decode is plain letters; a broken escape is read by nobody alike. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/**
 * The rule of a path: the longest that it lies below. What is open is open as it is written; what is guarded is guarded
 * by each spelling that some site takes for the same.
 */
export function ruleFor({ paths }: Pick<SiteSettings, 'paths'>, path: string): PathRule | undefined {
  const readings = readingsOf(path)
  const fitting = paths.filter((rule) =>
    rule.open ? isBelow(path, rule.path) : readings.some((reading) => isBelow(reading, folded(rule.path))),
  )
  return fitting.toSorted((one, other) => other.path.length - one.path.length)[0]
}

/**
 * Some sites decode first and look for a query or fragment afterwards, and so find one that was written as a letter; for
 * Windows a name ends before a colon.
 */
function readingsOf(path: string): readonly string[] {
  const [cut = ''] = path.split(/[?#]/, 1)
  return [path, cut, path.replace(/:[^/]*/g, '')].map(folded)
}

/**
 * As the most generous of sites read it: width and case of letters, marks on them, which databases pass over as file
 * systems do what nobody sees, dots and spaces at the end of a name.
 */
function folded(path: string): string {
  return path
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/(?<![. ])[. ]+(?=\/|$)/g, '')
}

function isBelow(asked: string, path: string): boolean {
  const base = path.replace(/\/$/, '')
  return asked === base || asked.startsWith(`${base}/`)
}
