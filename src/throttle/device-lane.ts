import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { mayTry, passwordLanes } from './lanes.ts'
import type { DeviceLane } from './schema.ts'
import { insertDeviceLane, type laneStore } from './store.ts'

const lifetime = 90 * 24 * 3_600_000

/**
 * Remembers a device after a full sign-in, or for a link that was mailed: it raises no assurance, it only tries in its
 * own lane (R19, decision 5).
 */
export function rememberDevice(
  deps: { readonly storage: Storage; readonly random: Random },
  accountId: Id<'account'>,
  { mailed = false }: { readonly mailed?: boolean } = {},
): { readonly token: string; readonly lane: DeviceLane; readonly statement: Statement } {
  const clock = deps.storage.clock
  const token = newToken('spd', deps.random)
  const now = clock.now()
  const lane = {
    id: newId<'device-lane'>({ clock, random: deps.random }),
    accountId,
    expiresAt: now + lifetime,
    mailed,
  }
  const statement = insertDeviceLane(deps.storage, { ...lane, tokenHash: hashToken(token), createdAt: now })
  return { token, lane, statement }
}

/**
 * The known device behind a cookie; undefined where there is none, where it belongs to nobody any more, and where its
 * tries are used up: then it is a stranger like any other, until it comes through both doors again.
 */
export async function recogniseDevice(
  storage: Storage,
  lanes: Pick<ReturnType<typeof laneStore>, 'read' | 'findDevice'>,
  token: string | undefined,
): Promise<DeviceLane | undefined> {
  if (!token?.startsWith('spd_')) return undefined
  const at = storage.clock.now()
  const device = await lanes.findDevice(hashToken(token), at)
  if (!device) return undefined
  const owner = { key: device.accountId, accountId: device.accountId }
  const own = passwordLanes(owner, { device, source: '' })
  const states = await lanes.read(own)
  const isOpen = own.every((lane) => {
    const allowed = mayTry(lane, states.get(lane.id), at)
    return allowed.allowed || allowed.wait !== undefined
  })
  return isOpen ? device : undefined
}
