import type { Wish } from '../types.ts'
import { asked, ledTo } from './answers.ts'
import type { GateConfig } from './options.ts'
import { ownPath, pageBefore, withWish } from './target.ts'
import type { Kept, Outcome, Visit } from './visit.ts'
import { nobody, type Who } from './who.ts'

export interface Sending {
  readonly account: Who
  readonly kept: Kept | undefined
  readonly wish?: Wish
  /** Where to go on afterwards; where the browser is now, unless told. */
  readonly to?: string
}

/** What comes back with the code, unseen by the browser. */
export interface WayState {
  readonly to: string
  readonly account?: string | undefined
}

/** Leads a browser to the pages of the server, and tells a program to. */
export async function send(config: GateConfig, visit: Visit, sending: Sending): Promise<Outcome> {
  const { client, returnTo, vouched } = config
  const { account, kept, wish = {} } = sending
  const wishes = Object.keys(wish).length > 0 ? wish : undefined
  if (account === nobody || !looksForPage(visit))
    return asked(wishes ? 'step-up.required' : 'second-factor.required', withWish(returnTo.pathname, wish))
  const state: WayState = { to: sending.to ?? onwardFrom(visit, returnTo), account }
  const { url, browser } = await client.referrals.create({
    returnTo: returnTo.href,
    state: JSON.stringify(state),
    browser: kept?.browser,
    ...(wishes ? { wishes } : {}),
    ...(account === undefined ? {} : { account, vouched }),
  })
  await visit.keeper.set({ ...kept, browser })
  return ledTo(url)
}

/** Browsers say so; older ones are known by what they take. */
function looksForPage({ header }: Visit): boolean {
  const mode = header('sec-fetch-mode')
  return mode === undefined ? (header('accept') ?? '').includes('text/html') : mode === 'navigate'
}

const longestWay = 1500

function onwardFrom({ method, target, header }: Visit, { origin }: URL): string {
  const looks = method === 'GET' || method === 'HEAD'
  const to = looks ? ownPath(target) : pageBefore(header('referer'), origin)
  return to.length > longestWay ? '/' : to
}
