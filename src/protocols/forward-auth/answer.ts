import type { FastifyReply } from 'fastify'
import type { Checked } from './check.ts'
import { withoutOurs } from './cookies.ts'
import { type IdentityHeaders, noIdentity } from './identity.ts'
import type { Original } from './original.ts'
import { deniedPage } from './page.ts'
import type { ProxyKind } from './settings.ts'
import type { Site } from './site.ts'

/** Where people begin, on the site itself: its proxy hands what lies below on to us. */
export const atSite = '/.sallyport'

/** Proxies that hand our no on to the browser as it is; the others take a bare 401 and see for themselves. */
const handsOn: Readonly<Record<ProxyKind, boolean>> = {
  nginx: false,
  haproxy: false,
  traefik: true,
  caddy: true,
  envoy: true,
}

export interface Answering {
  readonly site: Site
  readonly original: Original
  readonly cookies: string | undefined
  readonly identity: (checked: Checked & { readonly outcome: 'let' }) => IdentityHeaders
}

/** Our yes or no in the words of the proxy that asks. */
export function answerCheck(reply: FastifyReply, checked: Checked, answering: Answering): FastifyReply {
  reply.header('cache-control', 'no-store')
  if (checked.outcome === 'let') return letIn(reply, checked, answering)
  if (checked.outcome === 'deny') return deny(reply, checked.reason, answering)
  return sendToSignIn(reply, answering)
}

/** Proxies let on after any 200: by this header they know that it is ours. */
const yes = { 'sallyport-answer': 'yes' } as const

/** With the cookies that the site may see: ours are for its proxy alone (R4). */
function letIn(
  reply: FastifyReply,
  checked: Checked & { readonly outcome: 'let' },
  { site, cookies, identity }: Answering,
): FastifyReply {
  const headers = checked.visitor ? identity(checked) : noIdentity(site)
  return reply
    .code(200)
    .headers({ ...yes, ...headers, cookie: withoutOurs(cookies) || nothingFor(site) })
    .send()
}

/** Some releases of Caddy leave a header as it came where ours is empty: ours must not reach the site (R4). */
function nothingFor({ settings }: Site): string {
  return settings.proxy === 'caddy' ? 'sallyport=none' : ''
}

function deny(reply: FastifyReply, reason: string, { site, original }: Answering): FastifyReply {
  reply.code(403).header('sallyport-reason', reason)
  if (!handsOn[site.settings.proxy] || !original.navigates) return reply.send()
  const { html, contentPolicy } = deniedPage(site.application.name)
  return reply.header('content-security-policy', contentPolicy).type('text/html; charset=utf-8').send(html)
}

/** A page is sent on; a script is told, for it could not follow. The place where people were going is kept (deep links). */
function sendToSignIn(reply: FastifyReply, { site, original }: Answering): FastifyReply {
  const location = `${site.settings.origin}${atSite}/start?to=${encodeURIComponent(original.target)}`
  if (original.navigates) reply.header('location', location)
  if (original.navigates && handsOn[site.settings.proxy]) return reply.code(302).send()
  return reply
    .code(401)
    .header('www-authenticate', `Sallyport sign-in="${site.settings.origin}${atSite}/start"`)
    .send()
}
