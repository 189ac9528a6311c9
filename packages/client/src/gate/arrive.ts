import { isCode, misused } from '../errors.ts'
import type { Redeemed } from '../types.ts'
import { ledTo, onceMore, turnedBack, wayOver } from './answers.ts'
import type { GateConfig } from './options.ts'
import { send, type WayState } from './send.ts'
import { ownPath, queryOf, wishIn } from './target.ts'
import type { Kept, Outcome, Visit } from './visit.ts'
import { nobody, type Who } from './who.ts'

interface Arriving {
  readonly account: Who
  readonly kept: Kept | undefined
}

/** At the gate's own path: a page of the application sets out from here, and browsers come back with a code. */
export async function arrive(
  config: GateConfig,
  visit: Visit,
  { account, kept }: Arriving,
): Promise<Outcome> {
  const query = queryOf(visit.target)
  const code = query.get('code')
  if (code !== null && kept?.browser === undefined)
    return query.has('again') ? wayOver() : again(config, code)
  if (code === null && query.has('error')) return turnedBack(query.get('error'))
  if (account === nobody) return ledTo('/')
  if (code === null)
    return send(config, visit, { account, kept, wish: wishIn(query), to: ownPath(query.get('to')) })
  const redeemed = await redeem(config, visit, code, kept?.browser ?? '')
  if (!redeemed) return wayOver()
  const { id } = redeemed.admission
  const state = stateOf(redeemed)
  if (state.account !== account) {
    await config.client.admissions.end(id)
    return wayOver()
  }
  await visit.keeper.set({ browser: kept?.browser, admission: id, account })
  await endBefore(config, kept, id)
  return ledTo(ownPath(state.to))
}

/** Where cookies of the application are strict, a browser that comes from elsewhere has not brought them. */
function again({ returnTo }: GateConfig, code: string): Outcome {
  return onceMore(`${returnTo.pathname}?${new URLSearchParams({ code, again: '1' })}`)
}

async function redeem(
  { client }: GateConfig,
  { source }: Visit,
  code: string,
  browser: string,
): Promise<Redeemed | undefined> {
  try {
    return await client.referrals.redeem({ code, browser, source })
  } catch (error) {
    if (isCode(error, 'hosted.way-over') || isCode(error, 'input.invalid')) return undefined
    throw error
  }
}

/** It was written by `send`, and has not left the server since. */
function stateOf({ state }: Redeemed): WayState {
  if (state === undefined) throw misused('This code was not asked for by this gate.')
  return JSON.parse(state) as WayState
}

/** What a step-up has replaced is not needed any more; if it cannot be ended now, it ends with its session. */
async function endBefore({ client }: GateConfig, kept: Kept | undefined, now: string): Promise<void> {
  if (kept?.admission === undefined || kept.admission === now) return
  await client.admissions.end(kept.admission).catch(() => undefined)
}
