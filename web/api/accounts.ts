import { get, patch, post, query, remove } from './client.ts'
import type { AccountView, AuthenticatorView, Invitation, Page, Role, SessionView, WhyView } from './types.ts'

export interface AccountFilter {
  readonly search?: string | undefined
  readonly protected?: boolean | undefined
  readonly status?: 'active' | 'disabled' | undefined
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

export function readAccount(id: string, signal?: AbortSignal): Promise<AccountView> {
  return get(`/accounts/${id}`, signal)
}

export function changeAccount(
  id: string,
  change: { role?: Role; email?: string | null },
): Promise<AccountView> {
  return patch(`/accounts/${id}`, change)
}

/** What an administrator does to an account; each is written to the audit with its reason. */
export type AccountAction = 'disable' | 'enable' | 'unlock'

export function actOnAccount(id: string, action: AccountAction, reason: string): Promise<unknown> {
  return post(`/accounts/${id}/${action}`, { reason })
}

/** Takes all authenticators away; the owner sets up anew by the link. */
export function resetAuthenticators(id: string, reason: string): Promise<{ invitation: Invitation }> {
  return post(`/accounts/${id}/reset-authenticators`, { reason })
}

export function invite(id: string): Promise<Invitation> {
  return post(`/accounts/${id}/invite`, {})
}

export function listAccountAuthenticators(
  id: string,
  signal?: AbortSignal,
): Promise<Page<AuthenticatorView>> {
  return get(`/accounts/${id}/authenticators`, signal)
}

export function listAccountSessions(id: string, signal?: AbortSignal): Promise<Page<SessionView>> {
  return get(`/accounts/${id}/sessions`, signal)
}

export function endAccountSessions(id: string): Promise<{ ended: number }> {
  return remove(`/accounts/${id}/sessions`)
}

/** Why this account was refused lately, with a remedy for each. */
export function readWhy(id: string, signal?: AbortSignal): Promise<WhyView> {
  return get(`/accounts/${id}/why`, signal)
}
