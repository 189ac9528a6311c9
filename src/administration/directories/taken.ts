import type { Directory } from '../../directories/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { AccountChange, LeftOut, Plan } from './plan.ts'

const perQuery = 500

/** A plan as it would come out: whose name is somebody else's here is left out, as when it is booked. */
export async function withoutTaken(
  deps: Pick<AdministrationDeps, 'accounts'>,
  { id: directory }: Directory,
  plan: Plan,
): Promise<Plan> {
  const wanted = plan.accounts.flatMap((change) => nameWantedBy(change)?.key ?? [])
  const taken = new Set<string>()
  for (let at = 0; at < wanted.length; at += perQuery)
    // Within one directory a name changes hands in one reading.
    for (const holder of await deps.accounts.findByNames(wanted.slice(at, at + perQuery)))
      if (holder.directory !== directory) taken.add(holder.key)
  const isTaken = (change: AccountChange) => taken.has(nameWantedBy(change)?.key ?? '')
  const leftOut = plan.accounts
    .filter(isTaken)
    .map((change): LeftOut => ({ name: nameWantedBy(change)?.shown ?? '', because: 'name-taken' }))
  return {
    ...plan,
    accounts: plan.accounts.filter((change) => !isTaken(change)),
    leftOut: [...plan.leftOut, ...leftOut],
  }
}

function nameWantedBy(change: AccountChange) {
  if (change.act === 'create') return change.name
  return change.act === 'change' ? change.rename : undefined
}
