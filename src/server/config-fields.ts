import { z } from 'zod'
import { configSchema } from './config-schema.ts'

/** One thing that can be set: its place in the file, its environment variable, and what is said about it. */
export interface ConfigField {
  readonly path: readonly string[]
  readonly variable: string
  readonly kind: 'text' | 'number' | 'truth' | 'list' | 'structure'
  readonly default?: unknown
  readonly choices?: readonly (string | number)[]
  readonly description: string
}

/** What Zod tells of a schema, as far as we read it (JSON Schema 2020-12). */
interface Described {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Described>>
  readonly items?: Described
  readonly default?: unknown
  readonly enum?: readonly (string | number)[]
  readonly description?: string
  readonly variable?: string
}

/** Everything that can be set, in the order of the schema: the one source of file, variables and manual. */
export function configFields(): readonly ConfigField[] {
  return fieldsOf(z.toJSONSchema(configSchema, { io: 'input' }) as Described, [])
}

function fieldsOf(described: Described, path: readonly string[]): readonly ConfigField[] {
  if (described.properties) {
    return Object.entries(described.properties).flatMap(([name, inner]) => fieldsOf(inner, [...path, name]))
  }
  if (path.length === 0) return []
  return [
    {
      path,
      variable: described.variable ?? variableOf(path),
      kind: kindOf(described),
      description: described.description ?? '',
      ...(described.default === undefined ? {} : { default: described.default }),
      ...(described.enum ? { choices: described.enum } : {}),
    },
  ]
}

/** `factors.recovery-codes.someThing` → `SALLYPORT_FACTORS_RECOVERY_CODES_SOME_THING`. */
function variableOf(path: readonly string[]): string {
  const words = path.map((name) =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replaceAll('-', '_')
      .toUpperCase(),
  )
  return ['SALLYPORT', ...words].join('_')
}

function kindOf({ type, items }: Described): ConfigField['kind'] {
  if (type === 'object' || items?.type === 'object') return 'structure'
  const types = typeof type === 'string' ? [type] : (type ?? [])
  if (types.includes('boolean')) return 'truth'
  if (types.includes('array')) return 'list'
  return types.includes('integer') || types.includes('number') ? 'number' : 'text'
}
