import type { FastifyReply, FastifyRequest } from 'fastify'
import { SallyportError } from '../../kernel/errors.ts'
import type { Random } from '../../kernel/random.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import { equalBytes, newToken } from '../../kernel/tokens.ts'
import { readCookie, setCookie } from './cookies.ts'

interface CsrfDeps {
  readonly box: SecretBox
  readonly random: Random
  readonly baseUrl: string
}

/**
 * The value that this browser must send back with each change: a keyed hash of a cookie that no page can read or
 * write (N-41, A-060).
 */
export function csrfToken(deps: CsrfDeps, request: FastifyRequest, reply: FastifyReply): string {
  const known = readCookie(request, 'browser')
  const browser = known?.startsWith('spb_') ? known : newToken('spb', deps.random)
  if (browser !== known) setCookie(reply, 'browser', browser)
  return tokenFor(deps, browser)
}

/** Refuses a change that another site made the browser send: by origin, by fetch metadata, and by the token. */
export function requireSameSite(deps: CsrfDeps, request: FastifyRequest): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (origin !== undefined && origin !== new URL(deps.baseUrl).origin) throw crossSite()
  if (site !== undefined && site !== 'same-origin') throw crossSite()
  const browser = readCookie(request, 'browser')
  const sent = request.headers['x-sallyport-csrf']
  if (browser === undefined || typeof sent !== 'string') throw crossSite()
  if (!equalBytes(Buffer.from(sent), Buffer.from(tokenFor(deps, browser)))) throw crossSite()
}

function tokenFor(deps: CsrfDeps, browser: string): string {
  return Buffer.from(deps.box.mac('csrf', Buffer.from(browser, 'utf8'))).toString('base64url')
}

function crossSite() {
  return new SallyportError(
    'forbidden',
    'csrf.refused',
    'This request did not come from our own pages. Reload the page and try again.',
  )
}
