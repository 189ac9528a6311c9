import {
  type Authenticator,
  openCandidate,
  openPending,
  openPooled,
  sealFor,
} from '../../authenticators/index.ts'
import type { Factor, HeldBefore, Renewed } from '../../factors/factor.ts'
import type { Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'

type RenewalDeps = Pick<AdministrationDeps, 'box' | 'authenticators' | 'storage'>

/**
 * What puts a restored row behind all that may have been used since, as its factor says; `void` where nothing of it
 * may count. Nothing where use spends nothing, and where it cannot be read: then nothing of it can count anyway. A move
 * is made in the same write.
 */
export function renewalOf(
  deps: RenewalDeps,
  factor: Factor,
  row: Authenticator,
  move?: 'revive',
): readonly Statement[] | 'void' {
  const held = heldBefore(deps, factor, row)
  if (!factor.afterRestore || !held) return []
  const renewal = factor.afterRestore(held, deps.storage.clock.now())
  return renewal === 'void' ? 'void' : [statementOf(deps, row, renewal, move)]
}

function heldBefore(
  { box }: RenewalDeps,
  factor: Factor,
  row: Authenticator,
): HeldBefore<unknown, unknown> | undefined {
  const { counter } = row
  if (row.status === 'pending') {
    const pending = openPending(box, factor, row)
    return pending === undefined ? undefined : { pending, counter }
  }
  const opened = row.accountId ? openCandidate(box, factor, row) : openPooled(box, factor, row, '')
  return opened && { data: opened.data, counter }
}

function statementOf(
  { box, authenticators }: RenewalDeps,
  row: Authenticator,
  { data, pending, counter }: Renewed<unknown, unknown>,
  move: 'revive' | undefined,
): Statement {
  const sealed = {
    ...(data === undefined ? {} : { data: sealFor(box, 'data', row, data) }),
    ...(pending === undefined ? {} : { pending: sealFor(box, 'pending', row, pending) }),
  }
  return authenticators.renew(row, { ...sealed, counter }, move)
}
