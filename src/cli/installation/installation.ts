import type { Account, AccountLink, Name, ToldAttributes } from '../../accounts/index.ts'
import type {
  Advice,
  AdviceQuery,
  Applied,
  ApplyInput,
  Brought,
  BroughtList,
  ClassInput,
  DecisionInput,
  DirectoryView,
  EndingView,
  ExceptionView,
  Explanation,
  GroupView,
  HandedOut,
  IdleView,
  IssuedInvitation,
  ListInput,
  Marked,
  MarkInput,
  MembersQuery,
  NamedAuditRow,
  PolicyView,
  Rehearsal,
  RehearseInput,
  RevisionView,
  RulesEffect,
  RulesPreview,
  SearchQuery,
  SyncInput,
  SyncResult,
  SystemsView,
  TokenPage,
  TokenQuery,
  WhatIf,
} from '../../administration/index.ts'
import type { ApplicationClass } from '../../applications/index.ts'
import type { LdapReport } from '../../directories/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { RevisionEntry, RevisionPage, Rulebook } from '../../policy/index.ts'
import type { ReportPage } from '../report-page.ts'
import type { ApplicationsPort } from './applications.ts'
import type { RegistrationsPort } from './registrations.ts'
import type { StreamsPort } from './streams.ts'
import type { WebhooksPort } from './webhooks.ts'

/** One page of a report; `next` is absent on the last. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Who an account is elsewhere. */
export type ShownLink = Pick<AccountLink, 'id' | 'issuer' | 'subject' | 'madeAt'>

/**
 * The installation that a command works on: the one on this machine, with the rights of the service, or one elsewhere,
 * with the rights of an API key (R10). Commands know this port and not which it is.
 */
export interface Installation extends ApplicationsPort, RegistrationsPort, WebhooksPort, StreamsPort {
  /** Throws `account.not-found`. */
  findAccount(name: Name): Promise<Named>
  listAccounts(query: AccountListQuery): Promise<AccountPage>
  showAccount(id: Named['id']): Promise<ShownAccount>
  createAccount(input: NewAccount): Promise<IssuedInvitation>
  markAccounts(input: Omit<MarkInput, 'actor'>): Promise<Marked>
  attributesOf(id: Named['id']): Promise<ToldAttributes>
  /** In the place of all before. Throws `account.attributes-of-directory`. */
  tellAttributes(told: Subject & { readonly attributes: ToldAttributes }): Promise<void>
  listLinks(id: Named['id']): Promise<readonly ShownLink[]>
  /** Throws `account.link-taken`. */
  linkAccount(link: Subject & Pick<ShownLink, 'issuer' | 'subject'>): Promise<ShownLink>
  /** Throws `account.link-not-found`. */
  unlinkAccount(link: Subject & { readonly linkId: ShownLink['id'] }): Promise<void>
  listTies(id: Named['id']): Promise<readonly ShownTie[]>
  /** Throws `authenticator.taken`. */
  tie(subject: Subject, options: object): Promise<{ readonly authenticatorId: Id<'authenticator'> }>
  /** Throws `authenticator.needed-first`. */
  untie(tie: Subject & { readonly authenticatorId: Id<'authenticator'> }): Promise<void>
  unlock(subject: Subject): Promise<void>
  /** Tells how many there were. */
  forgetBrowsers(subject: Subject): Promise<number>
  invite(subject: Subject): Promise<IssuedInvitation>
  reset(subject: Subject): Promise<IssuedInvitation>
  /** Throws `account.no-password`. */
  resetPassword(subject: Subject): Promise<IssuedInvitation>
  /** Without a factor: the only one that is handed out, where that is known. */
  handOut(subject: Subject, factor: string | undefined, options: object): Promise<HandedOut>
  /** Second factors that end within so many days. */
  listEnding(page: ReportPage): Promise<Page<EndingView>>
  /** Second factors that were not used for so many days. */
  listIdle(page: ReportPage): Promise<Page<IdleView>>
  searchAudit(query: SearchQuery): Promise<readonly AuditLine[]>
  showPolicy(): Promise<PolicyView>
  previewRules(rulebook: Rulebook): Promise<RulesPreview>
  effectOfRules(rulebook: Rulebook): Promise<RulesEffect>
  /** Without rules: those that only report. */
  rehearse(input: Omit<RehearseInput, 'actor'>): Promise<Rehearsal>
  applyRules(input: Omit<ApplyInput, 'actor'>): Promise<Applied>
  /** The newest first. */
  listRevisions(page: RevisionPage): Promise<readonly RevisionEntry[]>
  /** Throws `policy.revision-not-found`. */
  showRevision(number: number): Promise<RevisionView>
  /** The source is an address as it was typed. Throws `account.not-found` or `application.not-found`. */
  explainPolicy(whatIf: WhatIf): Promise<Explanation>
  /** The newest first. */
  listExceptions(): Promise<readonly ExceptionView[]>
  endException(input: Omit<DecisionInput, 'actor'>): Promise<ExceptionView>
  listGroups(): Promise<readonly GroupView[]>
  createGroup(name: Name): Promise<GroupView>
  removeGroup(group: GroupAct): Promise<void>
  listMembers(query: Omit<MembersQuery, 'actor'>): Promise<MembersPage>
  addToGroup(member: MemberAct): Promise<void>
  takeFromGroup(member: MemberAct): Promise<void>
  listDirectories(): Promise<readonly DirectoryView[]>
  checkDirectory(directory: string): Promise<LdapReport>
  syncDirectory(input: Omit<SyncInput, 'actor'>): Promise<SyncResult>
  bringAccessList(input: Omit<ListInput, 'actor'>): Promise<BroughtList>
  withdrawAccessList(input: { readonly source: string; readonly reason: string }): Promise<void>
  classifySystems(): Promise<SystemsView>
  adviseInventory(query: AdviceQuery, onProgress: (done: number) => void): Promise<Advice>
  /** Without a class: what was said of it is said no more. */
  sayClass(said: Omit<ClassInput, 'actor'>, as: ApplicationClass | undefined): Promise<void>
  /** Factors whose tokens come by the box. */
  tokenFactors(): Promise<readonly string[]>
  listTokens(query: TokenQuery): Promise<TokenPage>
  bringTokens(input: TokenFile): Promise<Brought>
  /** For nobody in particular where no account is named. */
  assignToken(act: TokenAct, accountId: Named['id'] | undefined): Promise<void>
  retireToken(act: TokenAct): Promise<void>
}

export interface GroupAct {
  readonly groupId: GroupView['id']
  readonly reason: string
}

export interface MemberAct extends GroupAct {
  readonly accountId: Named['id']
}

export interface MembersPage {
  readonly items: readonly Pick<Named, 'id' | 'name'>[]
  readonly next?: Named['id']
}

export type { Explanation }

/** An account that was found by its name. */
export type Named = Pick<Account, 'id' | 'name'>

export interface AccountListQuery {
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

export interface AccountPage {
  readonly items: readonly (Named & {
    readonly role: string
    readonly status: string
    readonly protected: boolean
    readonly lastSignInAt?: number | undefined
  })[]
  /** Absent on the last page. */
  readonly next?: string | undefined
}

export interface ShownAccount {
  readonly account: { readonly name: string; readonly role: string; readonly status: string }
  readonly authenticators: readonly ShownAuthenticator[]
}

export interface ShownAuthenticator {
  readonly id: string
  /** Null where it is good for all applications. */
  readonly issuer: string | null
  readonly factor: string
  readonly label: string
  readonly status: string
  readonly createdAt: number
  /** Null: not yet. Absent: not told. */
  readonly confirmedAt?: number | null
  readonly lastUsedAt?: number | undefined
  readonly describe: Readonly<Record<string, string | number | boolean>>
}

/** An account elsewhere that opens the first door here. */
export interface ShownTie
  extends Pick<ShownAuthenticator, 'factor' | 'label' | 'status' | 'createdAt' | 'describe'> {
  readonly id: Id<'authenticator'>
  readonly lastUsedAt?: number
  /** Absent where its owner has shown both to be theirs. */
  readonly tiedBy?: string
}

export interface NewAccount {
  readonly name: Name
  readonly email: string | undefined
}

/** Upon whom, and why. */
export interface Subject {
  readonly accountId: Named['id']
  readonly reason: string
}

export interface TokenAct {
  readonly tokenId: Id<'authenticator'>
  readonly reason: string
}

export interface TokenFile {
  readonly factor: string
  readonly importer: string | undefined
  readonly file: Uint8Array
  readonly options: unknown
  readonly preview: boolean
  readonly onProgress?: (done: number) => void
}

/** What is shown of a line of the trail; there is more in it for programs. */
export type AuditLine = Pick<NamedAuditRow, 'at' | 'event' | 'text' | 'accountName' | 'count'> & {
  readonly by: Pick<NamedAuditRow['by'], 'name'>
  readonly outcome: string
}
