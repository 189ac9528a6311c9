import { z } from 'zod'
import { forgetOwnBrowser, listOwnBrowsers } from '../../enrolment/index.ts'
import { isId } from '../../kernel/ids.ts'
import type { RememberedBrowser } from '../../remembered/index.ts'
import { type Route, route } from './route.ts'
import { sessionOf } from './sessions.ts'
import { id, rememberedBrowserView } from './views.ts'

const tag = 'Sessions'

/** A remembered browser as its owner sees it. */
export function showBrowser(browser: RememberedBrowser, current: boolean) {
  return {
    id: browser.id,
    rememberedAt: browser.shownAt,
    lastUsedAt: browser.lastUsedAt,
    expiresAt: browser.expiresAt,
    current,
    ...(browser.source ? { source: browser.source } : {}),
    ...(browser.userAgent ? { userAgent: browser.userAgent } : {}),
  }
}

const list = route({
  method: 'GET',
  path: '/remembered-browsers',
  access: { by: 'session' },
  tag,
  summary: 'Browsers at which this account need not show a second factor for a while.',
  answer: z.object({ items: z.array(rememberedBrowserView) }),
  async handle(call) {
    const { browsers, current } = await listOwnBrowsers(call.deps, sessionOf(call), call.surroundings)
    return { body: { items: browsers.map((one) => showBrowser(one, one.id === current)) } }
  },
})

const forget = route({
  method: 'DELETE',
  path: '/remembered-browsers/:id',
  access: { by: 'session' },
  tag,
  summary:
    'Forget one: a second factor is asked for there again, and sessions that came in by it want it, too.',
  params: z.strictObject({ id }),
  async handle(call) {
    if (isId<'remembered-browser'>(call.params.id))
      await forgetOwnBrowser(call.deps, sessionOf(call), call.params.id)
    return { status: 204 }
  },
})

export const rememberedBrowserRoutes: readonly Route[] = [list, forget]
