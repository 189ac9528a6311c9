import type { SettingsSchema } from '../../../api/doors.ts'

/** How one setting is entered. */
export type FieldKind =
  | 'text'
  | 'long-text'
  | 'number'
  | 'yes-no'
  | 'choice'
  | 'choices'
  | 'lines'
  | 'long-texts'
  | 'group'
  | 'json'

/** A text that may be longer is no address or name: a certificate, a file. */
const longestLine = 2048

/** What is made of more than can be asked for field by field is written as JSON. */
export function kindOf(schema: SettingsSchema): FieldKind {
  if (schema.enum !== undefined) return 'choice'
  switch (schema.type) {
    case 'boolean':
      return 'yes-no'
    case 'number':
    case 'integer':
      return 'number'
    case 'string':
      return isLong(schema) ? 'long-text' : 'text'
    case 'array':
      return kindOfList(schema.items ?? {})
    case 'object':
      return isGroup(schema) ? 'group' : 'json'
    default:
      return 'json'
  }
}

function kindOfList(items: SettingsSchema): FieldKind {
  if (items.enum !== undefined) return 'choices'
  if (items.type !== 'string') return 'json'
  return isLong(items) ? 'long-texts' : 'lines'
}

function isGroup({ properties, additionalProperties }: SettingsSchema): boolean {
  if (properties === undefined || additionalProperties !== false) return false
  return Object.values(properties).every((one) => kindOf(one) !== 'json')
}

function isLong({ maxLength }: SettingsSchema): boolean {
  return maxLength !== undefined && maxLength > longestLine
}
