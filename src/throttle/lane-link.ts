import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { rememberDevice } from './device-lane.ts'
import { deleteDeviceLane, insertDeviceLane, type laneStore } from './store.ts'

interface LaneLinkDeps {
  readonly storage: Storage
  readonly random: Random
}

/**
 * Milliseconds for which a mailed link is good: as long as the budget of a day that strangers may use up in the owner's
 * name, so that whenever it is used up, a living link lies in the mailbox (G15).
 */
const lifetime = 24 * 3_600_000

/** What is mailed to an owner whom strangers hold up: whoever opens it gets a lane, and nothing else (R19). */
export function mailLane(
  deps: LaneLinkDeps,
  accountId: Id<'account'>,
): { readonly token: string; readonly expiresAt: number; readonly statement: Statement } {
  const { clock } = deps.storage
  const createdAt = clock.now()
  const expiresAt = createdAt + lifetime
  const token = newToken('spl', deps.random)
  const id = newId<'device-lane'>({ clock, random: deps.random })
  const lane = { id, accountId, expiresAt, createdAt, mailed: true, tokenHash: hashToken(token) }
  return { token, expiresAt, statement: insertDeviceLane(deps.storage, lane) }
}

/** The lane of the browser that opened the link, which takes the link's place; undefined where that is spent or over. */
export async function redeemLane(
  deps: LaneLinkDeps,
  lanes: Pick<ReturnType<typeof laneStore>, 'findDevice'>,
  link: string,
): Promise<
  | { readonly accountId: Id<'account'>; readonly token: string; readonly statements: readonly Statement[] }
  | undefined
> {
  if (!link.startsWith('spl_')) return undefined
  const mailed = await lanes.findDevice(hashToken(link), deps.storage.clock.now())
  if (!mailed) return undefined
  const device = rememberDevice(deps, mailed.accountId, { mailed: true })
  const statements = [deleteDeviceLane(deps.storage, mailed.id), device.statement]
  return { accountId: mailed.accountId, token: device.token, statements }
}
