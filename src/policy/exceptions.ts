import type { Accounts } from '../accounts/index.ts'
import type { Applications } from '../applications/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { Exception, GrantedException, NewException } from './exception.ts'
import { exceptionStore } from './exceptions-store.ts'

export interface Exceptions {
  /** Those that decisions look at, by names as they count. */
  living(): Promise<readonly Exception[]>
  /** The newest first, of any state. */
  list(): Promise<readonly GrantedException[]>
  find(id: Id<'exception'>): Promise<GrantedException | undefined>
  /** What somebody asks for; in force at once where `approvedBy` is given. */
  request(asked: Omit<NewException, 'id'>): { readonly id: Id<'exception'>; readonly statement: Statement }
  /** Refused where it was approved or ended meanwhile, and for whoever asked for it. */
  approve(id: Id<'exception'>, by: string): Statement
  /** Takes it back, or says no to it. Refused where it is over. */
  end(id: Id<'exception'>, by: string, reason: string): Statement
  /** Nobody can tell which of them was taken back since: after a restore (R17). */
  endAll(by: string, reason: string): Statement
  /** For the booking that rests on it: refused where it is in force no more (R3). */
  use(id: Id<'exception'>): Statement
  /** Those that were used, and of which nobody was told since a time. */
  listUntold(before: number): Promise<readonly GrantedException[]>
  /** Refused where another node tells of it. */
  tell(told: Pick<GrantedException, 'id' | 'alarmedAt'>): Statement
}

export function openExceptions(deps: {
  readonly storage: Storage
  readonly random: Random
  readonly accounts: Pick<Accounts, 'findAll'>
  readonly applications: Pick<Applications, 'list'>
}): Exceptions {
  const { clock } = deps.storage
  const store = exceptionStore(deps.storage)

  return {
    async living() {
      const granted = await store.listInForce(clock.now())
      if (granted.length === 0) return []
      const [accounts, applications] = await Promise.all([
        deps.accounts.findAll(granted.map(({ accountId }) => accountId)),
        deps.applications.list(),
      ])
      const accountKeys = new Map(accounts.map(({ id, key }) => [id, key]))
      const applicationKeys = new Map(applications.map(({ id, key }) => [id, key]))
      return granted.flatMap((one): readonly Exception[] => {
        const { id, accountId, applicationId, demands, until } = one
        const account = accountKeys.get(accountId)
        const application = applicationId && applicationKeys.get(applicationId)
        // What it was granted for is not there: then it excepts nobody from anything.
        if (account === undefined || (applicationId && application === undefined)) return []
        return [{ id, account, application, demands, until }]
      })
    },

    list: store.list,
    find: store.find,
    request(asked) {
      const id = newId<'exception'>({ clock, random: deps.random })
      return { id, statement: store.insert({ ...asked, id }) }
    },
    approve: (id, by) => store.approve(id, by, clock.now()),
    end: (id, by, reason) => store.end(id, by, reason, clock.now()),
    endAll: (by, reason) => store.endAll(by, reason, clock.now()),
    use: (id) => store.use(id, clock.now()),
    listUntold: store.listUntold,
    tell: (told) => store.tell(told, clock.now()),
  }
}
