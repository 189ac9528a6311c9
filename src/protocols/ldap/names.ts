import { type Id, isId } from '../../kernel/ids.ts'

/**
 * Where something stands under the suffix of one application: `o=<application>`. A system names itself by
 * `cn=reader`, and people by `uid=<account>,ou=people`.
 */
export interface Place {
  readonly applicationId: Id<'application'>
  readonly kind: 'top' | 'people' | 'groups' | 'reader' | 'person' | 'group'
  /** Of a person or a group. */
  readonly name?: string
}

export function suffixOf(applicationId: Id<'application'>): string {
  return `o=${applicationId}`
}

export function readerName(applicationId: Id<'application'>): string {
  return `cn=reader,${suffixOf(applicationId)}`
}

export function peopleName(applicationId: Id<'application'>): string {
  return `ou=people,${suffixOf(applicationId)}`
}

export function groupsName(applicationId: Id<'application'>): string {
  return `ou=groups,${suffixOf(applicationId)}`
}

export function personName(applicationId: Id<'application'>, account: string): string {
  return `uid=${escaped(account)},${peopleName(applicationId)}`
}

export function groupName(applicationId: Id<'application'>, group: string): string {
  return `cn=${escaped(group)},${groupsName(applicationId)}`
}

/** RFC 4514 §2.4. */
function escaped(value: string): string {
  return value.replace(/[,+"\\<>;=]|^[# ]| $/g, '\\$&')
}

interface Part {
  readonly type: string
  readonly value: string
}

/** Undefined for a name that stands nowhere here. */
export function placeOf(name: string): Place | undefined {
  const parts = partsOf(name)
  const [top, below, leaf, ...more] = [...(parts ?? [])].reverse()
  const applicationId = top?.value.toLowerCase() ?? ''
  if (top?.type !== 'o' || !isId<'application'>(applicationId) || more.length > 0) return undefined
  if (below === undefined) return { applicationId, kind: 'top' }
  const folder = below.value.toLowerCase()
  if (leaf === undefined && below.type === 'cn' && folder === 'reader')
    return { applicationId, kind: 'reader' }
  if (below.type !== 'ou' || (folder !== 'people' && folder !== 'groups')) return undefined
  if (leaf === undefined) return { applicationId, kind: folder }
  const [kind, type] = folder === 'people' ? (['person', 'uid'] as const) : (['group', 'cn'] as const)
  return leaf.type === type && leaf.value !== '' ? { applicationId, kind, name: leaf.value } : undefined
}

/** RFC 4514 §3, without names of several values and of values in hexadecimal: nothing here is named so. */
function partsOf(name: string): readonly Part[] | undefined {
  const parts: Part[] = []
  for (const text of separated(name)) {
    const [, type, value] = /^\s*([a-z]+)\s*=((?:\\.|[^\\])*)$/is.exec(text) ?? []
    const read = value === undefined ? undefined : unescaped(value.trimStart())
    if (type === undefined || read === undefined) return undefined
    parts.push({ type: type.toLowerCase(), value: read })
  }
  return parts
}

function separated(name: string): readonly string[] {
  return name.match(/(?:\\.|[^\\,])+/gs) ?? []
}

/** Undefined where something stands bare that has to be escaped. */
function unescaped(value: string): string | undefined {
  const texts = trimmed(value.match(/\\[0-9a-f]{2}|\\.|[^\\]+/gis) ?? [])
  if (texts.some((text) => /^[^\\]*[+"<>;]/.test(text)) || texts[0]?.startsWith('#')) return undefined
  const bytes = texts.map((text) => {
    if (/^\\[0-9a-f]{2}$/i.test(text)) return Buffer.from(text.slice(1), 'hex')
    return Buffer.from(text.replace(/^\\/, ''))
  })
  return Buffer.concat(bytes).toString()
}

/** Without the space that stands bare at the end. */
function trimmed(texts: readonly string[]): readonly string[] {
  const last = texts.at(-1) ?? ''
  return last.startsWith('\\') ? texts : [...texts.slice(0, -1), last.trimEnd()]
}
