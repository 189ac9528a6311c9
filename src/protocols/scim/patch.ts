import { holdsSeveral, isObject, type Resource, respelled, spellingOf, urn } from './attributes.ts'
import { invalidPath, invalidSyntax, invalidValue, noTarget, readOnly } from './errors.ts'
import { conditionsIn, type Filter, readPath, readSome } from './filter.ts'
import { matches } from './match.ts'
import { mostMembers } from './schema.ts'

/** One change, as it was sent. */
export interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path?: string | undefined
  readonly value?: unknown
}

const ours = new Set(['id', 'meta', 'schemas', 'groups'])

/** Conditions of a path: each is held against all values of an attribute, and clients send one or two. */
const mostConditions = 8

/** Applies one change, in place (RFC 7644 §3.5.2). Throws what the standard names. */
export function patch(resource: Resource, { op, path, value }: Operation): void {
  if (path === undefined || path === '') applyAll(resource, op, value)
  else applyAt(resource, path, op, value)
}

function applyAt(resource: Resource, path: string, op: Operation['op'], value: unknown): void {
  const target = readTarget(path)
  if (ours.has(target.attribute)) throw readOnly(target.attribute)
  const holder = target.extended ? extensionOf(resource) : resource
  if (target.filter) applyWhere(holder, target, target.filter, op, value)
  else if (target.part !== undefined) applyPart(holder, target.attribute, target.part, op, value)
  else if (op === 'remove') removeWhole(holder, target.attribute, respelled(value))
  else applyWhole(holder, target.attribute, op, value)
}

/** Without a path each member of the value is one, as Okta and Entra send them: `active`, `name.givenName`. */
function applyAll(resource: Resource, op: Operation['op'], value: unknown): void {
  if (op === 'remove') throw noTarget()
  if (!isObject(value)) throw invalidValue('Without a path the value is an object.')
  for (const [name, inner] of Object.entries(value)) {
    if (ours.has(spellingOf(name) ?? name)) continue
    if (spellingOf(name) === urn.enterprise && isObject(inner))
      for (const [part, one] of Object.entries(inner)) applyAt(resource, `${urn.enterprise}:${part}`, op, one)
    else applyAt(resource, name, op, inner)
  }
}

interface Target {
  /** Of the enterprise extension. */
  readonly extended: boolean
  readonly attribute: string
  readonly filter?: Filter
  readonly part?: string
}

/** `emails[type eq "work"].value`, `name.givenName`, `urn:…:User:department`. Throws `invalidPath`. */
function readTarget(path: string): Target {
  const opened = path.indexOf('[')
  const names = pathOf(opened < 0 ? path : path.slice(0, opened))
  const extended = names[0] === urn.enterprise
  const [attribute, part, ...more] = extended ? names.slice(1) : names
  if (attribute === undefined || more.length > 0) throw invalidPath()
  if (opened < 0) return { extended, attribute, ...(part === undefined ? {} : { part }) }
  const { filter, rest } = readSome(path.slice(opened + 1))
  if (conditionsIn(filter) > mostConditions) throw invalidPath()
  const [, inner] = /^\](?:\.([A-Za-z$]+))?$/.exec(rest) ?? []
  if (!/^\](\.[A-Za-z$]+)?$/.test(rest) || part !== undefined) throw invalidPath()
  return { extended, attribute, filter, ...(inner === undefined ? {} : { part: spellingOf(inner) ?? inner }) }
}

function pathOf(text: string): readonly string[] {
  // An extension may be meant as a whole.
  if (text.toLowerCase() === urn.enterprise.toLowerCase()) throw invalidPath()
  try {
    return readPath(text.replace(new RegExp(`^${urn.user}:`, 'i'), ''))
  } catch {
    throw invalidPath()
  }
}

function extensionOf(resource: Resource): Resource {
  const { [urn.enterprise]: extension } = resource
  if (isObject(extension)) return extension
  const made: Resource = {}
  resource[urn.enterprise] = made
  return made
}

function applyWhole(holder: Resource, attribute: string, op: Operation['op'], given: unknown): void {
  const value = respelled(given)
  if (value === undefined) throw invalidValue(`${attribute} has no value.`)
  if (holdsSeveral(attribute)) {
    const values = Array.isArray(value) ? value : [value]
    const kept = op === 'add' ? listAt(holder, attribute) : []
    if (kept.length + values.length > 2 * mostMembers) throw invalidValue(`${attribute} has too many values.`)
    holder[attribute] = joined(kept, values)
  } else if (isObject(value) && isObject(holder[attribute])) {
    holder[attribute] = { ...holder[attribute], ...value }
  } else holder[attribute] = value
}

/** With values, only those go: so Entra takes members out of a group. */
function removeWhole(holder: Resource, attribute: string, value: unknown): void {
  if (!holdsSeveral(attribute) || value === undefined || value === null) {
    delete holder[attribute]
    return
  }
  const going = new Set((Array.isArray(value) ? value : [value]).map(comparableOf))
  holder[attribute] = listAt(holder, attribute).filter((one) => !going.has(comparableOf(one)))
}

function applyPart(
  holder: Resource,
  attribute: string,
  part: string,
  op: Operation['op'],
  value: unknown,
): void {
  if (holdsSeveral(attribute)) {
    const values = listAt(holder, attribute).filter(isObject)
    if (values.length === 0) throw noTarget()
    for (const one of values) setPart(one, part, op, value)
    return
  }
  const inner = isObject(holder[attribute]) ? holder[attribute] : {}
  holder[attribute] = inner
  setPart(inner, part, op, value)
}

function applyWhere(
  holder: Resource,
  { attribute, part }: Target,
  filter: Filter,
  op: Operation['op'],
  value: unknown,
): void {
  const values = listAt(holder, attribute)
  const found = values.filter(isObject).filter((one) => matches(filter, one))
  if (op === 'remove' && part === undefined) {
    const going = new Set<unknown>(found)
    holder[attribute] = values.filter((one) => !going.has(one))
    return
  }
  if (found.length === 0) {
    if (op !== 'add') throw noTarget()
    const made = describedBy(filter)
    holder[attribute] = [...values, made]
    found.push(made)
  }
  for (const one of found) {
    if (part !== undefined) setPart(one, part, op, value)
    else if (isObject(value)) Object.assign(one, respelled(value))
    else throw invalidValue(`A value of ${attribute} is an object.`)
  }
}

/** What is to be added where the filter says what it is like: `emails[type eq "work"]`. */
function describedBy(filter: Filter): Resource {
  if (filter.kind === 'and') return Object.assign({}, ...filter.sides.map(describedBy)) as Resource
  const [name, ...more] = filter.kind === 'compare' ? filter.path : []
  if (filter.kind !== 'compare' || filter.by !== 'eq' || name === undefined || more.length > 0)
    throw noTarget()
  return { [name]: filter.value }
}

function setPart(holder: Resource, part: string, op: Operation['op'], value: unknown): void {
  if (op === 'remove') delete holder[part]
  else holder[part] = respelled(value)
}

function listAt(holder: Resource, attribute: string): readonly unknown[] {
  const value = holder[attribute]
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidSyntax(`${attribute} has a single value.`)
  return value
}

/** Each value once; and of those that are to be the first choice the last one is. */
function joined(kept: readonly unknown[], added: readonly unknown[]): readonly unknown[] {
  const isChoice = (one: unknown) => isObject(one) && one.primary === true
  const before = added.some(isChoice)
    ? kept.map((one) => (isObject(one) && isChoice(one) ? { ...one, primary: false } : one))
    : kept
  const present = new Set(before.flatMap(namesOf))
  return [...before, ...added.filter((one) => !present.has(nameOf(one)))]
}

/**
 * A member is the same whatever is said of it besides, and of whatever type where none is told. By name, for there may
 * be ten thousand of them.
 */
function namesOf(one: unknown): readonly string[] {
  return hasValue(one) ? [nameOf(one), nameOf({ value: one.value })] : [nameOf(one)]
}

function nameOf(one: unknown): string {
  return JSON.stringify(hasValue(one) ? { value: one.value, type: one.type } : one)
}

/** An address has none, and is the same where all of it is. */
function hasValue(one: unknown): one is Readonly<Record<string, unknown>> {
  return isObject(one) && one.value !== undefined
}

function comparableOf(one: unknown): unknown {
  return isObject(one) ? one.value : one
}
