import { setImmediate as turn } from 'node:timers/promises'
import type { Account, Group } from '../../accounts/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { Id } from '../../kernel/ids.ts'
import { canBeMet, decide, eachCellOf, type Finding, withoutExceptions } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { factsFor } from '../holder.ts'
import { asNoneMeanwhile, asTheNext, type HeldTo, lastAct } from './one-by-one.ts'

/** Some milliseconds of work; others get their turn in between. */
const cellsPerTurn = 256

/** Whom rules let in in none of so many kinds of circumstances is taken to be shut out: no rules tell more apart. */
const mostCells = 100_000

/**
 * What is wrong where the rules let no administrator in from anywhere at any time, with whatever they may set up;
 * undefined where one may come in, or where there is none yet. Rules for some places, hours or devices shut out nobody
 * for good, unless they leave none; nor does a table of countries that cannot be read now. No exception lets anybody in
 * for good.
 */
export async function administratorsShutOut(deps: AdministrationDeps): Promise<Finding | undefined> {
  const policy = withoutExceptions(deps.policy)
  if (policy.rules.length === 0) return undefined
  const administrators = await deps.accounts.listAdministrators()
  if (administrators.length === 0) return undefined
  const application = await deps.portal()
  const promised = promisedHere(deps)
  const cells = eachCellOf(policy, {
    now: deps.storage.clock.now(),
    placed: true,
    countries: deps.countries.provided,
  })
  let [rule, looked]: [string | undefined, number] = [undefined, 0]
  for (const account of administrators) {
    let left = mostCells
    const groups = (await deps.groups.listOf(account.id)).map(({ key }) => key)
    const facts = factsFor(deps, { account, authenticators: [], groups }, application)
    for (const { text: _, ...cell } of cells) {
      if (left-- === 0) break
      if (++looked % cellsPerTurn === 0) await turn()
      const need = decide(policy, {
        ...facts,
        circumstances: { ...facts.circumstances, purpose: 'sign-in', ...cell },
      })
      if (canBeMet(need, promised)) return undefined
      rule ??= need.because.find(({ id }) => id.startsWith('rule:'))?.id
    }
  }
  return {
    rule: rule?.slice('rule:'.length) ?? '',
    kind: 'locks-out',
    text: 'No administrator could sign in any more. Leave one of them out of what shuts them out.',
  }
}

/** What each factor that works here could give. */
export function promisedHere({ factors }: Pick<AdministrationDeps, 'factors'>) {
  const working = factors.all.filter(({ unavailable }) => unavailable?.('prove') === undefined)
  return working.map(({ id, traits }) => ({ factor: id, ...traits }))
}

/** What an act would make of those who administer, and of the groups of anybody. */
interface Aftermath {
  readonly administrators?: (all: readonly Account[]) => readonly Account[]
  readonly groups?: GroupsAfter
}

type GroupsAfter = (id: Id<'account'>, own: readonly Group[]) => readonly Group[]

/** What is wrong after an act, and what its booking is held to where nothing is. */
export interface Outlook {
  readonly shutOut: Finding | undefined
  readonly heldTo: HeldTo
}

/**
 * Holds an act to leaving an administrator a way in: the account as it would be; undefined where it would not come in any
 * more. Who does not administer shuts nobody out. Throws `policy.locks-out`.
 */
export async function requireWayInWith(
  deps: AdministrationDeps,
  before: Account,
  after: Account | undefined,
): Promise<HeldTo> {
  return heldTo(await outlookWith(deps, before, after))
}

/** The same for those who go on with something else where it would leave nobody. */
export async function outlookWith(
  deps: AdministrationDeps,
  before: Account,
  after: Account | undefined,
): Promise<Outlook> {
  if (before.role !== 'administrator' && after?.role !== 'administrator')
    return { shutOut: undefined, heldTo: { statements: [], locks: [] } }
  return outlookAfter(deps, {
    administrators(all) {
      const others = all.filter(({ id }) => id !== before.id)
      return after?.role === 'administrator' && after.status === 'active' ? [...others, after] : others
    },
  })
}

/** The same of groups that these accounts would be in. Throws `policy.locks-out`. */
export async function requireWayInOfMembers(
  deps: AdministrationDeps,
  members: ReadonlySet<Id<'account'>>,
  groups: GroupsAfter,
): Promise<HeldTo> {
  return heldTo(await outlookOfMembers(deps, members, groups))
}

/** Whoever is made an administrator meanwhile was looked at as one who is none: that refuses the booking, too. */
export async function outlookOfMembers(
  deps: AdministrationDeps,
  members: ReadonlySet<Id<'account'>>,
  groups: GroupsAfter,
): Promise<Outlook> {
  const last = await lastAct(deps)
  const administrators = await deps.accounts.idsOfRole('administrator')
  if (administrators.isDisjointFrom(members))
    return { shutOut: undefined, heldTo: asNoneMeanwhile(deps, last) }
  return outlookAfter(deps, { groups })
}

async function outlookAfter(deps: AdministrationDeps, aftermath: Aftermath): Promise<Outlook> {
  const last = await lastAct(deps)
  await deps.policies.refresh()
  return { shutOut: await shutOutAfter(deps, aftermath), heldTo: asTheNext(deps, last) }
}

function heldTo({ shutOut, heldTo }: Outlook): HeldTo {
  if (shutOut) throw locksOut(shutOut)
  return heldTo
}

/**
 * The same as it would be after an act that changes no rule: a role, a mark, a group may be all that lets somebody in.
 * Undefined also where nobody came in before: nothing gets worse by it.
 */
async function shutOutAfter(
  deps: AdministrationDeps,
  { administrators = (all) => all, groups: groupsAfter = (_, own) => own }: Aftermath,
): Promise<Finding | undefined> {
  const { accounts, groups } = deps
  const found = await administratorsShutOut({
    ...deps,
    accounts: {
      ...accounts,
      listAdministrators: async () => administrators(await accounts.listAdministrators()),
    },
    groups: { ...groups, listOf: async (id) => groupsAfter(id, await groups.listOf(id)) },
  })
  return found && (await administratorsShutOut(deps)) === undefined ? found : undefined
}

export function locksOut({ text }: Finding) {
  return new SallyportError('conflict', 'policy.locks-out', text)
}

/** Throws `policy.locks-out` where nobody could come in to mend what is wrong. */
export async function requireWayIn(deps: AdministrationDeps): Promise<void> {
  const found = await administratorsShutOut(deps)
  if (!found) return
  const message = `${found.text} The server does not start with such rules; "${found.rule}" is one of them. "sallyport policy check" says more.`
  throw new SallyportError('invalid', 'policy.locks-out', message)
}
