import type { DoorKindView, TemplateView } from '../../../api/doors.ts'

/** What can be connected: a product that is known, or whatever else comes by a door. */
export interface Product {
  readonly id: string
  readonly kind: DoorKindView
  readonly template: TemplateView | undefined
  /** Undefined where it is no product that is known. */
  readonly name: string | undefined
}

/** Those that are known by name, then one for each door. */
export function productsOf(kinds: readonly DoorKindView[]): readonly Product[] {
  const known = kinds.flatMap((kind) =>
    kind.templates.map((template) => ({ id: template.id, kind, template, name: template.name })),
  )
  const others = kinds.map((kind) => ({ id: kind.id, kind, template: undefined, name: undefined }))
  return [...known.toSorted((one, other) => one.name.localeCompare(other.name)), ...others]
}

export function isFound({ name, kind, template }: Product, search: string): boolean {
  return isSaid([name, template?.about, kind.name, kind.id], search)
}

/** Whether each word of a search is found in what is said of a product. */
export function isSaid(said: readonly (string | undefined)[], search: string): boolean {
  const all = said.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

/** The door, as far as its settings have to be asked for. */
export function askedKind({ kind, template }: Product): DoorKindView {
  if (template === undefined) return kind
  const properties = Object.fromEntries(
    Object.entries(kind.settings.properties ?? {}).filter(([name]) => template.asks.includes(name)),
  )
  return { ...kind, settings: { ...kind.settings, properties, required: template.asks } }
}
