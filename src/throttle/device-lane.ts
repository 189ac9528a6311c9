import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { DeviceLane } from './schema.ts'
import { findDeviceLane, insertDeviceLane } from './store.ts'

const lifetime = 90 * 24 * 3_600_000

/** Remembers a device after a full sign-in: it raises no assurance, it only tries in its own lane (R19, decision 5). */
export function rememberDevice(
  deps: { readonly storage: Storage; readonly random: Random },
  accountId: Id<'account'>,
): { readonly token: string; readonly lane: DeviceLane; readonly statement: Statement } {
  const clock = deps.storage.clock
  const token = newToken('spd', deps.random)
  const now = clock.now()
  const lane = {
    id: newId<'device-lane'>({ clock, random: deps.random }),
    accountId,
    expiresAt: now + lifetime,
  }
  const statement = insertDeviceLane(deps.storage, { ...lane, tokenHash: hashToken(token), createdAt: now })
  return { token, lane, statement }
}

/** The known device behind a cookie; undefined where there is none, or where it belongs to nobody any more. */
export async function recogniseDevice(
  storage: Storage,
  token: string | undefined,
): Promise<DeviceLane | undefined> {
  if (!token?.startsWith('spd_')) return undefined
  return findDeviceLane(storage, hashToken(token), storage.clock.now())
}
