import type { Id } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Storage } from '../storage/index.ts'
import { budgetStore } from './budgets-store.ts'
import { recogniseDevice, rememberDevice } from './device-lane.ts'
import { mailLane, redeemLane } from './lane-link.ts'
import type { DeviceLane } from './schema.ts'
import * as store from './store.ts'

/** The books of failed tries, and the devices that have a lane of their own. */
export type Throttle = ReturnType<typeof openThrottle>

export function openThrottle(deps: { readonly storage: Storage; readonly random: Random }) {
  const { storage } = deps
  const lanes = store.laneStore(storage)
  const budgets = budgetStore(storage)
  return {
    ...lanes,
    lanesOf: (accountId: Id<'account'>) => store.lanesOfAccount(storage, accountId),
    clearAccount: (accountId: Id<'account'>) => store.clearAccount(storage, accountId),
    /** A lane for this device; its token is shown once. */
    remember: (accountId: Id<'account'>) => rememberDevice(deps, accountId),
    /** A lane for whoever opens a link that is mailed to the owner. */
    mailLane: (accountId: Id<'account'>) => mailLane(deps, accountId),
    redeemLane: (link: string) => redeemLane(deps, lanes, link),
    settle: (lane: DeviceLane) => store.settleDeviceLane(storage, lane.id),
    recognise: (token: string | undefined) => recogniseDevice(storage, lanes, token),
    forgetDevices: (accountId: Id<'account'>) => store.deleteDeviceLanes(storage, accountId),
    take: budgets.take,
    waitFor: budgets.waitFor,
    sweep: (at: number) => [...store.sweepLanes(storage, at), budgets.sweep(at)],
  }
}
