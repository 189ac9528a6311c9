import { get, patch, post, query, remove } from './client.ts'
import type {
  AccountView,
  CaredForView,
  Instant,
  Invitation,
  Page,
  RememberedBrowserView,
  Role,
  SessionView,
  Shown,
  WhyView,
} from './types.ts'

export interface AccountFilter {
  readonly search?: string | undefined
  readonly role?: Role | undefined
  readonly status?: AccountView['status'] | undefined
  /** Only those with a second factor, or only those without. */
  readonly protected?: boolean | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

export function listAccounts(filter: AccountFilter, signal?: AbortSignal): Promise<Page<AccountView>> {
  return get(`/accounts${query({ ...filter })}`, signal)
}

export interface NewAccount {
  readonly name: string
  readonly role: Role
  readonly email?: string
  readonly invite: true
}

/** Creates an account together with the link that lets its owner set it up. */
export function createAccount(input: NewAccount): Promise<{ account: AccountView; invitation: Invitation }> {
  return post('/accounts', input)
}

/** An account with what it can prove itself with. */
export interface AccountDetail {
  readonly account: AccountView
  readonly authenticators: readonly CaredForView[]
}

export function readAccount(id: string, signal?: AbortSignal): Promise<AccountDetail> {
  return get(`/accounts/${id}`, signal)
}

export interface AccountChange {
  readonly role?: Role
  readonly email?: string
  readonly reason: string
}

export function changeAccount(id: string, change: AccountChange): Promise<void> {
  return patch(`/accounts/${id}`, change)
}

/** What is done to an account; each is written to the audit with its reason. */
export type AccountAction =
  | 'disable'
  | 'enable'
  | 'unlock'
  | 'invite'
  | 'reset-authenticators'
  | 'reset-password'

/** Acts upon an account; an invitation where the action yields one. */
export async function actOnAccount(
  id: string,
  action: AccountAction,
  reason: string,
): Promise<{ readonly invitation?: Invitation }> {
  const answer = await post<{ readonly invitation?: Invitation } | undefined>(`/accounts/${id}/${action}`, {
    reason,
  })
  return answer ?? {}
}

export function listAccountSessions(id: string, signal?: AbortSignal): Promise<Page<SessionView>> {
  return get(`/accounts/${id}/sessions`, signal)
}

export function endAccountSessions(id: string, reason: string): Promise<{ ended: number }> {
  return remove(`/accounts/${id}/sessions${query({ reason })}`)
}

export function listAccountBrowsers(id: string, signal?: AbortSignal): Promise<Page<RememberedBrowserView>> {
  return get(`/accounts/${id}/remembered-browsers`, signal)
}

export function forgetAccountBrowsers(id: string, reason: string): Promise<{ forgotten: number }> {
  return remove(`/accounts/${id}/remembered-browsers${query({ reason })}`)
}

/** Why this account was refused lately, what holds it back, and what helps. */
export function readWhy(id: string, signal?: AbortSignal): Promise<WhyView> {
  return get(`/accounts/${id}/why`, signal)
}

/** Makes what lets somebody in who has nothing else; what it shows is shown once. */
export function handOut(
  id: string,
  input: { factor: string; options: unknown; reason: string },
): Promise<{ authenticatorId: string; show: Shown; expiresAt?: number }> {
  return post(`/accounts/${id}/hand-outs`, input)
}

/** Holds an authenticator of somebody's back, or lets it go again. */
export function moveAuthenticator(
  { accountId, authenticatorId }: Cared,
  change: 'suspend' | 'resume',
  reason: string,
): Promise<void> {
  return post(`/accounts/${accountId}/authenticators/${authenticatorId}/${change}`, { reason })
}

/** Runs an operation that the factor offers whoever helps. */
export function helpWith(
  { accountId, authenticatorId }: Cared,
  operation: string,
  help: { readonly reason: string; readonly input?: unknown },
): Promise<void> {
  return post(`/accounts/${accountId}/authenticators/${authenticatorId}/operations/${operation}`, help)
}

/** Somebody's authenticator. */
export interface Cared {
  readonly accountId: string
  readonly authenticatorId: string
}

interface ReportedView {
  readonly id: string
  /** Absent where it lies in the pool. */
  readonly account?: { readonly id: string; readonly name: string }
  readonly factor: string
  readonly label: string
  /** Serial number or public id, of what lies in the pool. */
  readonly handle?: string
}

/** Second factors that need a look, by report. */
export interface AuthenticatorReports {
  readonly idle: ReportedView & { readonly createdAt: Instant; readonly lastUsedAt?: Instant }
  readonly ending: ReportedView & {
    readonly endsAt: Instant
    readonly because: string
    /** Its owner has nothing else for the second door after that. */
    readonly last?: true
  }
}

/** What nobody has used for so many days, or what ends within so many. */
export function reportAuthenticators<Name extends keyof AuthenticatorReports>(
  name: Name,
  filter: { readonly days: number; readonly cursor: string | undefined },
  signal?: AbortSignal,
): Promise<Page<AuthenticatorReports[Name]>> {
  return get(`/authenticators/${name}${query({ ...filter })}`, signal)
}

/** Says whom another house knows by what: from then on its word opens the first door. */
export function tieAuthenticator(
  accountId: string,
  tie: {
    readonly factor: string
    readonly options: Readonly<Record<string, unknown>>
    readonly reason: string
  },
): Promise<{ readonly authenticatorId: string }> {
  return post(`/accounts/${accountId}/ties`, tie)
}

export function untieAuthenticator(accountId: string, id: string, reason: string): Promise<void> {
  return remove(`/accounts/${accountId}/ties/${id}`, { reason })
}
