import type { SettingsSchema } from '../../../api/doors.ts'

/** What may be written, in short: `[{ "path": "…", "assurance"?: 2 | 3 }, …]`. */
export function shapeOf(schema: SettingsSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(shapeOf).join(' | ')
  switch (schema.type) {
    case 'array':
      return `[${shapeOf(schema.items ?? {})}, …]`
    case 'object':
      return `{ ${membersOf(schema).join(', ')} }`
    case 'string':
      return '"…"'
    case 'boolean':
      return 'true | false'
    case 'number':
    case 'integer':
      return '0'
    default:
      return '…'
  }
}

function membersOf({ properties, required = [], additionalProperties }: SettingsSchema): readonly string[] {
  if (properties !== undefined)
    return Object.entries(properties).map(
      ([name, property]) => `"${name}"${required.includes(name) ? '' : '?'}: ${shapeOf(property)}`,
    )
  if (typeof additionalProperties === 'object') return [`"…": ${shapeOf(additionalProperties)}`]
  return ['…']
}
