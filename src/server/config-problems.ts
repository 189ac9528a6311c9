import type { z } from 'zod'
import { SallyportError } from '../kernel/errors.ts'
import type { ConfigField } from './config-fields.ts'

/** One thing that is wrong with the configuration. It never shows a value: it may be a secret (G9). */
export interface ConfigProblem {
  /** The variable, or the place in the file. */
  readonly where: string
  readonly reason: string
  readonly remedy: string
}

/** All that is wrong, at once. */
export function configInvalid(problems: readonly ConfigProblem[]) {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new SallyportError('invalid', 'config.invalid', `The configuration has ${many}; nothing was done.`, {
    details: { problems },
  })
}

/** The address would be open to others, and what travels there would be readable. */
export function insecureBind(host: string) {
  return new SallyportError(
    'invalid',
    'config.insecure-bind',
    `Listening on ${host} without TLS would send passwords in clear. Set tls.cert and tls.key, or list your reverse proxy in trustedProxies.`,
  )
}

/** Under sudo nothing is taken from a place that others may write to (R10). */
export function untrustedPlace(place: string) {
  return new SallyportError(
    'forbidden',
    'config.untrusted-place',
    `${place} may be written by others, so root does not believe it. Name the data folder: --data FOLDER.`,
  )
}

/** What Zod found, in our words: where it was said, what is wrong, what to do. */
export function problemsOf(
  error: z.ZodError,
  fields: readonly ConfigField[],
  whereIs: (path: readonly string[]) => string,
): readonly ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...path, key], fields, whereIs([...path, key])))
    }
    const field = fields.find((one) => one.path.join('.') === path.join('.'))
    return [
      { where: whereIs(path), reason: `${path.join('.')}: ${issue.message}`, remedy: remedyOf(field, path) },
    ]
  })
}

function unknownKey(path: readonly string[], fields: readonly ConfigField[], where: string): ConfigProblem {
  const names = fields.flatMap((field) =>
    field.path.map((_, index) => field.path.slice(0, index + 1).join('.')),
  )
  return {
    where,
    reason: `${path.join('.')}: there is no such setting`,
    remedy: suggestion(path.join('.'), names),
  }
}

/** The name that was probably meant. */
export function suggestion(wrong: string, names: readonly string[]): string {
  const nearest = [...new Set(names)]
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= 3)
    .toSorted((a, b) => a.distance - b.distance)[0]
  return nearest
    ? `Did you mean ${nearest.name}?`
    : 'Remove it; docs/reference/configuration.md lists all settings.'
}

function remedyOf(field: ConfigField | undefined, path: readonly string[]): string {
  if (!field) return `See ${path.join('.')} in docs/reference/configuration.md.`
  const choices = field.choices ? `One of ${field.choices.join(', ')}. ` : ''
  return `${choices}${field.description}`.trim() || 'See docs/reference/configuration.md.'
}

/** Letters to insert, remove or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
