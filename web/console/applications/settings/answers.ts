import type { Settings, SettingsSchema } from '../../../api/doors.ts'
import type { Issue } from '../../../api/problem.ts'
import { kindOf } from './field-kind.ts'

/** What stands in a field: lines, numbers and JSON as they were typed. */
export type Answer = string | boolean | readonly string[] | Answers
export type Answers = { readonly [name: string]: Answer }

/** An issue of the server with a setting, or one that was seen here. */
export interface SettingProblem extends Pick<Issue, 'path'> {
  /** The server's sentence; absent where what was typed is no JSON. */
  readonly message?: string
}

/** Fills the fields with settings, or with what holds where nothing is set. */
export function answersOf(schema: SettingsSchema, settings: Settings = {}): Answers {
  return mapProperties(schema, (property, name) => answerOf(property, settings[name] ?? property.default))
}

function answerOf(schema: SettingsSchema, value: unknown): Answer {
  switch (kindOf(schema)) {
    case 'yes-no':
      return value === true
    case 'group':
      return answersOf(schema, (value ?? {}) as Settings)
    case 'choices':
    case 'long-texts':
      return (value ?? []) as readonly string[]
    case 'lines':
      return ((value ?? []) as readonly string[]).join('\n')
    case 'json':
      return value === undefined || isEmpty(value) ? '' : JSON.stringify(value, null, 2)
    default:
      return value === undefined ? '' : String(value)
  }
}

/** The settings that the fields say; what was left empty is left out. */
export function settingsOf(
  schema: SettingsSchema,
  answers: Answers,
): { readonly settings: Settings } | { readonly problems: readonly SettingProblem[] } {
  const problems: SettingProblem[] = []
  const settings = read(schema, answers, '', problems)
  return problems.length === 0 ? { settings } : { problems }
}

function read(
  schema: SettingsSchema,
  answers: Answers,
  at: string,
  problems: SettingProblem[],
): Record<string, unknown> {
  const said = mapProperties(schema, (property, name) =>
    settingOf(property, answers[name], `${at}${name}`, problems),
  )
  const kept = Object.entries(said).filter(([name, value]) => !(isEmpty(value) && mayBeLeftOut(schema, name)))
  return Object.fromEntries(kept)
}

function settingOf(
  schema: SettingsSchema,
  answer: Answer | undefined,
  path: string,
  problems: SettingProblem[],
): unknown {
  switch (kindOf(schema)) {
    case 'yes-no':
      return answer === true
    case 'group':
      return read(schema, (answer ?? {}) as Answers, `${path}.`, problems)
    case 'choices':
      return answer
    case 'long-texts':
      return withoutEmpty((answer ?? []) as readonly string[])
    case 'lines':
      return withoutEmpty(text(answer).split('\n'))
    case 'choice':
      return schema.enum?.find((one) => String(one) === answer)
    case 'number':
      return text(answer) === '' ? undefined : Number(answer)
    case 'json':
      return parsed(text(answer), path, problems)
    default:
      return text(answer) === '' ? undefined : text(answer)
  }
}

function parsed(written: string, path: string, problems: SettingProblem[]): unknown {
  if (written === '') return undefined
  try {
    return JSON.parse(written)
  } catch {
    problems.push({ path })
    return undefined
  }
}

/** An empty list says something where it is not what holds anyway. */
function mayBeLeftOut({ properties, required }: SettingsSchema, name: string): boolean {
  if (required?.includes(name)) return false
  const usual = properties?.[name]?.default
  return usual === undefined || isEmpty(usual)
}

function mapProperties<Value>(
  { properties = {} }: SettingsSchema,
  make: (property: SettingsSchema, name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, make(property, name)]),
  )
}

function withoutEmpty(texts: readonly string[]): readonly string[] {
  return texts.map((one) => one.trim()).filter((one) => one !== '')
}

function text(answer: Answer | undefined): string {
  return typeof answer === 'string' ? answer.trim() : ''
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
