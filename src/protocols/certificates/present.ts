import type { FastifyRequest } from 'fastify'
import { busy, findLivingAttempt } from '../../authentication/index.ts'
import type { ClientCertificate } from '../../factors/factor.ts'
import { cookieNames, type DoorDeps } from '../protocol.ts'
import { certificateMissing, presentationRefused } from './errors.ts'

/** Where certificates come from here, and where our pages are. */
export interface Presenting {
  /** Origins of our own pages: the main one, and this one. */
  readonly origins: readonly string[]
  readonly read: CertificateReader
}

/** What was presented with a request for this nonce. Undefined where nothing was; throws where somebody pretends. */
export type CertificateReader = (
  request: FastifyRequest,
  nonce: string,
  at: number,
) => Omit<ClientCertificate, 'nonce'> | undefined

const noncePattern = /^[A-Za-z0-9_-]{43}$/

/**
 * Keeps what was presented for this browser. Another site can make a browser send a request, so it must say that our
 * page sends it; and whatever is kept is of use to the page of this browser only, for the nonce that it was given.
 */
export async function present(
  deps: DoorDeps,
  presenting: Presenting,
  request: FastifyRequest,
): Promise<void> {
  const browser = await browserOf(deps, presenting, request)
  const nonce = nonceOf(request.body)
  const certificate = presenting.read(request, nonce, deps.storage.clock.now())
  if (!certificate) throw certificateMissing()
  if (!(await deps.presented.keep(browser, { ...certificate, nonce }))) throw busy()
}

/** The browser of somebody who signs in or is signed in, on a page of ours. */
async function browserOf(deps: DoorDeps, { origins }: Presenting, request: FastifyRequest): Promise<string> {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === undefined || !origins.includes(origin)) throw presentationRefused()
  if (site !== undefined && site !== 'same-origin' && site !== 'same-site') throw presentationRefused()
  const browser = request.cookies[cookieNames.browser]
  if (!browser?.startsWith('spb_') || !(await isSomebody(deps, request))) throw presentationRefused()
  return browser
}

async function isSomebody(deps: DoorDeps, { cookies }: FastifyRequest): Promise<boolean> {
  const attempt = await findLivingAttempt(deps, cookies[cookieNames.attempt])
  return attempt !== undefined || (await deps.sessions.read(cookies[cookieNames.session])) !== undefined
}

function nonceOf(body: unknown): string {
  const values = body instanceof URLSearchParams ? body.getAll('nonce') : []
  const [nonce, ...more] = values
  if (nonce === undefined || more.length > 0 || !noncePattern.test(nonce)) throw certificateMissing()
  return nonce
}
