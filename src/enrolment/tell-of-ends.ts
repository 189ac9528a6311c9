import type { Account } from '../accounts/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import type { EnrolmentDeps } from './deps.ts'

const batch = 100

/**
 * Tells owners of second factors that end soon, once for each: a card or token that has ended is a locked door. Ways of
 * recovery are left out: a pass that lives for an hour always ends soon.
 */
export async function tellOfEnds(deps: EnrolmentDeps): Promise<void> {
  const factors = deps.factors.all.filter(({ traits }) => traits.role === 'factor').map(({ id }) => id)
  let rows: readonly Authenticator[] = []
  do {
    const after = rows.at(-1)?.id
    rows = await deps.authenticators.listUntoldEnding({ factors, after, limit: batch })
    const owners = await deps.accounts.findAll(rows.flatMap(({ accountId }) => accountId ?? []))
    const active = new Map(
      owners.filter(({ status }) => status === 'active').map((owner) => [owner.id, owner]),
    )
    for (const row of rows) {
      const owner = row.accountId && active.get(row.accountId)
      if (owner) await tellOfEnd(deps, owner, row)
    }
  } while (rows.length === batch)
}

/** Nothing where it was removed meanwhile, or another node has told. */
async function tellOfEnd(deps: EnrolmentDeps, account: Account, row: Authenticator): Promise<void> {
  const at = deps.storage.clock.now()
  const { label, expiresAt: until = at } = row
  const factor = deps.factors.find(row.factor)?.guide.name ?? row.factor
  const values = { at, account: account.name, factor, label, until }
  await deps.storage.book({
    statements: [
      deps.authenticators.tellOfEnd(row),
      ...(await deps.notices.tell(account, { template: 'factor.ending', values })),
    ],
    events: [
      {
        at,
        event: 'authenticator.ending',
        outcome: 'done',
        actor: 'system',
        accountId: account.id,
        authenticatorId: row.id,
        details: { factor: row.factor },
      },
    ],
    locks: [account.id, row.id],
  })
}
