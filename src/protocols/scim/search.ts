import type { Lookup } from '../../administration/index.ts'
import { inTurns } from '../../kernel/in-turns.ts'
import { listOf } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Resource } from './attributes.ts'
import type { Collection } from './collection.ts'
import { type Filter, readFilter } from './filter.ts'
import { matches } from './match.ts'
import type { Query } from './schema.ts'

/** Some milliseconds of work, however long the filter: others get their turn in between. */
const matchedPerTurn = 256

/**
 * A page of those that the filter finds, or of all (RFC 7644 §3.4.2). Who is told apart from all others by the filter
 * is looked up, and so is a page of all: only other filters look at everybody.
 */
export async function search(of: Collection, asked: Asked, query: Query): Promise<Resource> {
  const page = { offset: query.startIndex - 1, limit: query.count }
  if (query.filter === undefined) {
    const [total, resources] = await Promise.all([of.count(asked), of.list(asked, page)])
    return listOf(resources, total, query)
  }
  const filter = readFilter(query.filter)
  const lookup = lookupOf(filter, of.nameIn)
  const candidates = await (lookup ? of.lookUp(asked, lookup) : of.list(asked))
  const found: Resource[] = []
  const note = (resource: Resource) => {
    if (matches(filter, resource)) found.push(resource)
  }
  await inTurns(candidates, note, { together: matchedPerTurn })
  return listOf(found.slice(page.offset, page.offset + page.limit), found.length, query)
}

/** What everybody who fits must have, where at most one has it. */
function lookupOf(filter: Filter, nameIn: Collection['nameIn']): Lookup | undefined {
  if (filter.kind === 'and') return lookupOf(filter.sides[0], nameIn) ?? lookupOf(filter.sides[1], nameIn)
  if (filter.kind !== 'compare' || filter.by !== 'eq' || typeof filter.value !== 'string') return undefined
  const { path, value } = filter
  if (path.length > 1) return undefined
  const [attribute] = path
  if (attribute === nameIn) return { by: 'name', value }
  return attribute === 'id' || attribute === 'externalId' ? { by: attribute, value } : undefined
}
