import { isObject } from './attributes.ts'
import type { AttributePath, Comparator, Filter } from './filter.ts'

/** Whose case counts (RFC 7643 §3.1, §4.1). */
const exact = new Set(['id', 'externalId', '$ref', 'version', 'location'])

/** Whether a resource, or one value of it, is what a filter looks for. What it does not have is no match. */
export function matches(filter: Filter, resource: unknown): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.sides.every((side) => matches(side, resource))
    case 'or':
      return filter.sides.some((side) => matches(side, resource))
    case 'not':
      return !matches(filter.inner, resource)
    case 'present':
      return valuesAt(resource, filter.path).some(isSomething)
    case 'some':
      return valuesAt(resource, filter.path).some((value) => matches(filter.inner, value))
    case 'compare': {
      const values = valuesAt(resource, filter.path).map(plain)
      const caseCounts = exact.has(filter.path.at(-1) ?? '')
      if (filter.by === 'ne') return !values.some((value) => compare('eq', value, filter.value, caseCounts))
      return values.some((value) => compare(filter.by, value, filter.value, caseCounts))
    }
  }
}

/** All values there, those of several one by one. */
function valuesAt(resource: unknown, path: AttributePath): readonly unknown[] {
  return path.reduce<readonly unknown[]>(
    (values, name) =>
      values.flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? listOf(value[name]) : [])),
    [resource],
  )
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** A value of several is compared by its `value` where nothing is said of which part (RFC 7644 §3.4.2.2). */
function plain(value: unknown): unknown {
  return isObject(value) ? value.value : value
}

function isSomething(value: unknown): boolean {
  return value !== '' && (!isObject(value) || Object.keys(value).length > 0)
}

function compare(by: Comparator, has: unknown, wanted: unknown, caseCounts: boolean): boolean {
  const [left, right] = [folded(has, caseCounts), folded(wanted, caseCounts)]
  if (by === 'eq') return left === right
  if (typeof left === 'number' && typeof right === 'number') return order(by, left - right)
  if (typeof left !== 'string' || typeof right !== 'string') return false
  if (by === 'co') return left.includes(right)
  if (by === 'sw') return left.startsWith(right)
  if (by === 'ew') return left.endsWith(right)
  return order(by, left < right ? -1 : Number(left > right))
}

function order(by: Comparator, difference: number): boolean {
  if (by === 'gt') return difference > 0
  if (by === 'ge') return difference >= 0
  if (by === 'lt') return difference < 0
  return by === 'le' && difference <= 0
}

function folded(value: unknown, caseCounts: boolean): unknown {
  return typeof value === 'string' && !caseCounts ? value.toLowerCase() : value
}
