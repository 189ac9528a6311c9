import { openApiDocument, routes } from '../src/protocols/rest/index.ts'

/** What of a route's schemas the client speaks of: JSON Schema, as Zod writes it. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly description?: string
}

interface Content {
  readonly content?: { readonly 'application/json'?: { readonly schema?: Schema } }
}

interface Operation {
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}

/** What an application does with its key. */
const spoken = [
  'POST /verify',
  'POST /attempts',
  'GET /attempts/{attempt}',
  'POST /attempts/{attempt}/proofs',
  'POST /attempts/{attempt}/challenges',
  'GET /attempts/{attempt}/challenges/{factor}',
  'POST /attempts/{attempt}/complete',
  'POST /authenticators',
  'POST /authenticators/{id}/confirm',
  'POST /sessions/introspect',
  'POST /sessions/step-up',
  'POST /referrals',
  'POST /referrals/redeem',
  'GET /admissions/{id}',
] as const

const widest = 110

/** The types of `@sallyport/client`, made of the routes themselves: they cannot disagree. */
export function clientTypesFile(): { readonly path: string; readonly text: string } {
  const { paths } = openApiDocument(routes) as unknown as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  const seen = new Map<string, string>()
  const members = spoken.map((name) => {
    const [method = '', path = ''] = name.split(' ')
    const operation = paths[`/api/v1${path}`]?.[method.toLowerCase()]
    if (!operation) throw new Error(`There is no route ${name}.`)
    return `  '${name}': ${operationType(operation, name, seen)}\n`
  })
  const text = `/* Written by \`npm run docs\` from the routes of the server. */\n\n/** What each route takes and gives. */\nexport interface Api {\n${members.join('')}}\n`
  return { path: 'packages/client/src/api.ts', text }
}

/** `seen`: what routes before have answered, so that it is said once. */
function operationType(
  { requestBody, responses }: Operation,
  name: string,
  seen: Map<string, string>,
): string {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const body = schemaIn(requestBody)
  const answer = typeOf(schemaIn(success) ?? {}, 4)
  const before = seen.get(answer)
  if (before === undefined) seen.set(answer, `Api['${name}']['answer']`)
  return [
    '{',
    `    readonly body: ${body ? typeOf(body, 4) : 'undefined'}`,
    `    readonly answer: ${before ?? answer}`.replace(/: \n/, ':\n'),
    '  }',
  ].join('\n')
}

function schemaIn(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema
}

function typeOf(schema: Schema, indent: number): string {
  if (schema.anyOf)
    return unionOf(
      schema.anyOf.map((one) => typeOf(one, indent + 4)),
      indent,
    )
  if ('const' in schema) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  if (schema.type === 'array') return arrayOf(typeOf(schema.items ?? {}, indent))
  if (schema.type === 'object') return objectOf(schema, indent)
  if (schema.type === 'integer') return 'number'
  return typeof schema.type === 'string' ? schema.type : 'unknown'
}

function unionOf(types: readonly string[], indent: number): string {
  const [one = 'unknown', ...more] = new Set(types)
  const pad = ' '.repeat(indent + 2)
  return more.length === 0 ? one : [one, ...more].map((type) => `\n${pad}| ${type}`).join('')
}

function arrayOf(type: string): string {
  return type.includes(' | ') && !type.startsWith('{') ? `readonly (${type})[]` : `readonly ${type}[]`
}

function objectOf({ properties, required = [], additionalProperties }: Schema, indent: number): string {
  if (!properties) {
    const of = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown'
    return `Readonly<Record<string, ${of}>>`
  }
  const pad = ' '.repeat(indent + 2)
  const lines = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?'
    const type = `${typeOf(schema, indent + 2)}${optional ? undefinedToo(schema) : ''}`
    return `${comment(schema, pad)}${pad}readonly ${name}${optional}: ${broken(type, pad)}`.replace(
      /: \n/,
      ':\n',
    )
  })
  return `{\n${lines.join('\n')}\n${' '.repeat(indent)}}`
}

/** Callers may give undefined for what they leave out. */
function undefinedToo({ type, ...schema }: Schema): string {
  if (schema.properties || type === 'array') return ''
  return type === undefined && !('const' in schema) && !schema.enum && !schema.anyOf ? '' : ' | undefined'
}

/** As the formatter breaks unions that are too wide. */
function broken(type: string, pad: string): string {
  const union =
    type.includes(' | ') && !type.includes('\n') && !type.includes('<') && !type.startsWith('readonly')
  if (!union || pad.length + type.length + 24 <= widest) return type
  return type
    .split(' | ')
    .map((one) => `\n${pad}  | ${one}`)
    .join('')
}

function comment({ description }: Schema, pad: string): string {
  return description === undefined
    ? ''
    : `${pad}/** ${description.replaceAll('*/', '')}. */\n`.replace('..', '.')
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}
