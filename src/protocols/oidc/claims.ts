import type { Account } from '../../accounts/index.ts'
import { isVerified, type ToldDeps, toldOf } from '../told.ts'
import type { OidcSettings } from './settings.ts'

/** All that may be told of an account; which of it is told, scopes and settings say. */
export async function claimsOf(
  deps: ToldDeps,
  account: Account,
  { claims: more }: Pick<OidcSettings, 'claims'>,
) {
  const { email, phone, ...plain } = await toldOf(deps, account)
  const told = { ...plain, email: email?.value, phone: phone?.value }
  const mapped = Object.entries(more).map(([claim, source]) => [claim, told[source]] as const)
  return {
    name: account.name,
    preferred_username: account.name,
    updated_at: Math.floor(account.updatedAt / 1000),
    ...(email ? { email: email.value, email_verified: isVerified(email) } : {}),
    ...(phone ? { phone_number: phone.value, phone_number_verified: isVerified(phone) } : {}),
    groups: told.groups,
    ...Object.fromEntries(mapped.filter(([, value]) => value !== undefined)),
    sub: account.id,
  }
}
