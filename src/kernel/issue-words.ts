import type { z } from 'zod'

/**
 * What is wrong with a field, for whoever filled it in. Never shows what stands in it: that may be a secret (G9).
 * Undefined where Zod's own words do.
 */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This is needed'
        : `This has to be ${kinds[issue.expected] ?? issue.expected}`
    case 'too_small':
      return bound(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'at least')
    case 'too_big':
      return bound(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'at most')
    case 'invalid_value':
      return `This has to be ${oneOf(issue.values)}`
    case 'unrecognized_keys':
      return `There is no such field: ${issue.keys.join(', ')}`
    case 'invalid_union':
      return 'This is nothing that is allowed here'
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(', ')
    case 'invalid_format':
      return formats[issue.format]
    default:
      return undefined
  }
}

function bound(origin: string, limit: number | bigint, words: string): string {
  const unit = units[origin]
  if (unit === undefined) return `This has to be ${words} ${limit}`
  if (limit === 1 && words === 'at least') return 'This must not be empty'
  return `This has to have ${words} ${limit} ${limit === 1 ? unit.one : unit.many}`
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  const [only, ...others] = values.map(String)
  return others.length === 0 ? String(only) : `one of ${[only, ...others].join(', ')}`
}

const units: Readonly<Record<string, { readonly one: string; readonly many: string }>> = {
  string: { one: 'character', many: 'characters' },
  array: { one: 'entry', many: 'entries' },
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const formats: Readonly<Record<string, string>> = {
  email: 'This is not an e-mail address',
  url: 'This is not an address such as https://app.example.com',
  uuid: 'This is not a UUID',
  datetime: 'This is not a moment such as 2026-12-31T12:00:00Z',
  date: 'This is not a day such as 2026-12-31',
}
