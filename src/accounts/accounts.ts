import type { CanonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { ToldAttributes } from './attributes.ts'
import type { NewAccount } from './create.ts'
import type { AccountPage, AccountQuery } from './list.ts'
import type { Account, AccountMark, AccountRole, Name } from './schema.ts'
import type { StagedAccounts } from './staging-store.ts'

/** Names the row and the state of it that a change was decided on; a later state refuses the booking. */
export type AccountVersion = Pick<Account, 'id' | 'version'>

/**
 * The accounts of an installation. Reads answer; what writes comes back as statements that the caller books
 * together with whatever else belongs to the same decision.
 */
export interface Accounts {
  find(id: Id<'account'>): Promise<Account | undefined>
  findByName(key: CanonicalName): Promise<Account | undefined>
  /** At most some hundreds at a time. */
  findByNames(keys: readonly CanonicalName[]): Promise<readonly Account[]>
  findAll(ids: readonly Id<'account'>[]): Promise<readonly Account[]>
  findByDirectory(directory: string, directoryId: string): Promise<Account | undefined>
  /** All that came from there, active or not. */
  listOfDirectory(directory: string): Promise<readonly Account[]>
  list(query: AccountQuery): Promise<AccountPage>
  /** The next ones in the order of their names, active or not: for whoever looks at all of them. */
  walk(after: string | undefined, limit: number): Promise<readonly Account[]>
  count(): Promise<number>
  /** Active ones: those who can administer now. */
  countAdministrators(): Promise<number>
  listAdministrators(): Promise<readonly Account[]>
  /** All who have a role, disabled or not; of roles that few have. */
  idsOfRole(role: AccountRole): Promise<ReadonlySet<Id<'account'>>>
  /** Of these attributes those that are told of some account. */
  attributesTold(names: readonly string[]): Promise<readonly string[]>
  /** An active administrator other than this one. */
  findOtherAdministrator(id: Id<'account'>): Promise<Account | undefined>
  /**
   * What has to hold in a booking that takes this account away from those who administer: that another one does.
   * Nothing of whoever does not administer; undefined where no other does.
   */
  witnessOf(account: Pick<Account, 'id' | 'role'>): Promise<readonly Statement[] | undefined>

  /** What an import brings, and nobody sees before it is live. */
  readonly staging: StagedAccounts

  /** The account as it will be, and the statement that inserts it; refused where the name, its look or the link is taken. */
  create(input: NewAccount): { readonly account: Account; readonly statement: Statement }
  /** Holds while the account is active at this epoch, and keeps it so until the commit (R3). */
  expectActiveEpoch(id: Id<'account'>, epoch: number): Statement
  /** Holds while nothing raised the epoch, active or not: rights that were looked at are the rights that are booked. */
  expectEpoch(id: Id<'account'>, epoch: number): Statement
  /** The guard of `expectActiveEpoch`, and the sign-in is noted: one of the two is enough. */
  recordSignIn(id: Id<'account'>, epoch: number): Statement
  /** Holds while the account is an active administrator, so that two of them cannot remove each other at once. */
  expectAdministrator(id: Id<'account'>): Statement
  /** From active to disabled; raises the epoch: sessions and attempts are void at once. */
  disable(id: Id<'account'>): Statement
  enable(id: Id<'account'>): Statement
  /** Voids all that was issued to the account. */
  raiseEpoch(id: Id<'account'>): Statement
  /** Voids all that was issued to anybody: after a restore (R17). */
  raiseAllEpochs(): Statement
  /** Raises the epoch too: rights of another role are never carried over (C-10). */
  setRole(at: AccountVersion, role: AccountRole): Statement
  setMarks(at: AccountVersion, marks: readonly AccountMark[]): Statement
  /** In the place of all that was told before. */
  setAttributes(at: AccountVersion, attributes: ToldAttributes): Statement
  /** Refused where the name or its look is taken. */
  rename(at: AccountVersion, name: Name): Statement
}
