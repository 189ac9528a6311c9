import { readFileSync } from 'node:fs'
import type { ConfigField } from './config-fields.ts'
import { type ConfigProblem, suggestion } from './config-problems.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What the environment sets: each with the variable that said so. */
export interface FromEnvironment {
  readonly settings: readonly {
    readonly path: readonly string[]
    readonly value: unknown
    readonly variable: string
  }[]
  readonly problems: readonly ConfigProblem[]
}

/** Holds the key itself: the configuration only learns its name. */
const keyVariable = 'SALLYPORT_KEY'
const configVariable = 'SALLYPORT_CONFIG'
const known = new Set([keyVariable, configVariable])

/** What Kubernetes sets for a service named sallyport, and what our tests set for themselves: no settings. */
const foreign = /^SALLYPORT_(SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP)|TEST_)/

/** Under sudo the variables may be the caller's, and none of ours counts (R10). */
export function visibleEnvironment(env: Environment): Environment {
  if (env.SUDO_UID === undefined) return env
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SALLYPORT_')))
}

/**
 * Reads `SALLYPORT_*`; any variable of text may end in `_FILE` and name a file that holds it. What settings there are
 * is found out only where one is set: it costs a start 10 ms.
 */
export function readEnvironment(env: Environment, fields: () => readonly ConfigField[]): FromEnvironment {
  const set = ours(env)
  const byVariable = new Map((set.length === 0 ? [] : fields()).map((field) => [field.variable, field]))
  const settings: FromEnvironment['settings'][number][] = []
  const problems: ConfigProblem[] = []
  for (const [variable, text] of set) {
    const field = byVariable.get(variable) ?? byVariable.get(variable.replace(/_FILE$/, ''))
    const value = field?.variable === variable ? text : field && secretOf(text)
    if (!field) problems.push(unknownVariable(variable, [...byVariable.keys()]))
    else if (value === undefined) problems.push(unreadableSecret(variable))
    else settings.push({ path: field.path, value: readValue(field, value), variable })
  }
  if (env[keyVariable] && !settings.some(({ path }) => path[0] === 'key')) {
    settings.push({ path: ['key', 'env'], value: keyVariable, variable: keyVariable })
  }
  return { settings, problems }
}

/** Our variables that say something; an empty one says nothing. */
function ours(env: Environment): readonly (readonly [string, string])[] {
  return Object.entries(env).flatMap(([name, text]) => {
    if (!name.startsWith('SALLYPORT_') || !text || known.has(name) || foreign.test(name)) return []
    if (name === 'SALLYPORT_PORT' && text.startsWith('tcp://')) return []
    return [[name, text] as const]
  })
}

/** Text as YAML would have read it; what does not fit stays text, and is refused by the schema. */
function readValue({ kind }: ConfigField, text: string): unknown {
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text
  if (kind === 'list')
    return text
      .split(text.includes(',') ? ',' : /\s+/)
      .map((part) => part.trim())
      .filter(Boolean)
  if (kind === 'structure') return structureIn(text)
  if (kind === 'truth') return truths.get(text.trim().toLowerCase()) ?? text
  return text
}

/** Rules and the like do not fit on a line as words: their variable holds JSON. */
function structureIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const truths = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
])

function secretOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    return undefined
  }
}

function unknownVariable(variable: string, variables: readonly string[]): ConfigProblem {
  return { where: variable, reason: 'there is no such setting', remedy: suggestion(variable, variables) }
}

function unreadableSecret(variable: string): ConfigProblem {
  return {
    where: variable,
    reason: 'the file that it names cannot be read',
    remedy: 'Check the name and the rights of that file.',
  }
}
