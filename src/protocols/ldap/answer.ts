import type { Tally } from '../../kernel/tallies.ts'
import type { DoorDeps } from '../protocol.ts'
import { type Asker, type Binding, type Bound, bind, nobody } from './bind.ts'
import {
  bindAnswer,
  compareAnswer,
  entryAnswer,
  extendedAnswer,
  otherAnswer,
  pagedResults,
  type Request,
  type Result,
  results,
  searchDone,
} from './message.ts'
import { personName, readerName } from './names.ts'
import { type Found, search, stillBound } from './search.ts'

/** What goes back, and as whom the connection asks from then on. */
export interface Answered {
  readonly answers: readonly Buffer[]
  readonly bound: Bound
}

const operations: Tally = {
  name: 'sallyport_ldap_operations_total',
  help: 'LDAP operations, by kind and result code',
  by: 'outcome',
}

/** Who am I? (RFC 4532) */
const whoAmI = '1.3.6.1.4.1.4203.1.11.3'

const readOnly: Result = { code: results.unwillingToPerform, says: 'Nothing can be changed here.' }
const strange: Result = {
  code: results.unavailableCriticalExtension,
  says: 'A critical control is not known.',
}
const notKnown: Result = { code: results.protocolError, says: 'This extension is not known.' }

/** Answers one operation. Where it cannot be decided that is said, and nobody is let in (G6). */
export async function answerTo(
  deps: DoorDeps,
  { id, operation, controls }: Request,
  bound: Bound,
  asker: Asker,
): Promise<Answered> {
  const { address } = asker
  const bar = controls.some(({ oid, critical }) => critical && oid !== pagedResults) ? strange : undefined
  const told = (result: Result, answers: readonly Buffer[], next = bound): Answered => {
    deps.tallies.count(operations, `${operation.kind} ${result.code}`)
    return { answers, bound: next }
  }
  switch (operation.kind) {
    case 'bind': {
      const made = await or(deps, bar, nobodyWith, () => bind(deps, operation, asker))
      return told(made.result, [bindAnswer(id, made.result)], made.bound)
    }
    case 'search': {
      const found = await or(deps, bar, nothingWith, () => search(deps, bound, operation.search, address))
      const paged = controls.some(({ oid }) => oid === pagedResults)
      const entries = found.entries.map((entry) => entryAnswer(id, entry))
      return told(found.result, [...entries, searchDone(id, found.result, paged)])
    }
    case 'compare': {
      const found = await or(deps, bar, nothingWith, () => search(deps, bound, operation.search, address))
      const result = comparisonOf(found)
      return told(result, [compareAnswer(id, result)])
    }
    case 'extended': {
      const unknown = operation.oid === whoAmI ? undefined : notKnown
      const { result, name } = await or(deps, bar ?? unknown, namelessWith, () =>
        whoAsks(deps, bound, address),
      )
      return told(result, [extendedAnswer(id, result, name)])
    }
    case 'other':
      return told(readOnly, [otherAnswer(id, operation.answer, readOnly)])
    default:
      return { answers: [], bound }
  }
}

const nobodyWith = (result: Result): Binding => ({ result, bound: nobody })
const namelessWith = (result: Result): Named => ({ result })
const nothingWith = (result: Result): Found => ({ result, entries: [] })

/** What comes of it; where it is barred, or fails, nothing but that. */
async function or<Outcome>(
  { logger }: DoorDeps,
  bar: Result | undefined,
  without: (result: Result) => Outcome,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  if (bar) return without(bar)
  try {
    return await run()
  } catch (err) {
    logger.error({ err }, 'An LDAP operation could not be decided.')
    return without({ code: results.unavailable })
  }
}

function comparisonOf({ result, entries }: Found): Result {
  if (result.code !== results.success) return result
  return { code: entries.length > 0 ? results.compareTrue : results.compareFalse }
}

interface Named {
  readonly result: Result
  readonly name?: string
}

/** As whom the connection asks, for as long as it may (R3); empty for nobody (RFC 4532 §2.2). */
async function whoAsks(deps: DoorDeps, bound: Bound, address: string): Promise<Named> {
  const result = { code: results.success }
  if (bound.by === 'nobody') return { result, name: '' }
  if (!(await stillBound(deps, bound, address))) return { result: { code: results.insufficientAccessRights } }
  if (bound.by === 'system') return { result, name: `dn:${readerName(bound.applicationId)}` }
  const account = await deps.accounts.find(bound.accountId)
  return { result, name: account ? `dn:${personName(bound.applicationId, account.name)}` : '' }
}
