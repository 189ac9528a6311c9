import type { FastifyRequest } from 'fastify'
import { busy, findLivingAttempt, type Presenter } from '../../authentication/index.ts'
import type { ClientCertificate } from '../../factors/factor.ts'
import { sourceBucket } from '../../throttle/index.ts'
import { cookieNames, type DoorDeps } from '../protocol.ts'
import { certificateMissing, certificateTooLarge, presentationRefused } from './errors.ts'

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

/** How many certificates come along at most, and how large one of them may be, in bytes. */
export const longestChain = 8
const largestPart = 16 * 1024

const longestToken = 100
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
  const presenter = await presenterOf(deps, presenting, request)
  const nonce = nonceOf(request.body)
  const certificate = presenting.read(request, nonce, deps.storage.clock.now())
  if (!certificate) throw certificateMissing()
  requireUsualSize(certificate)
  if ((await deps.presented.keep(presenter, { ...certificate, nonce })) === 'lost') throw busy()
}

/** The browser of somebody who signs in or is signed in, on a page of ours. */
async function presenterOf(
  deps: DoorDeps,
  { origins }: Presenting,
  request: FastifyRequest,
): Promise<Presenter> {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === undefined || !origins.includes(origin)) throw presentationRefused()
  if (site !== undefined && site !== 'same-origin' && site !== 'same-site') throw presentationRefused()
  const browser = request.cookies[cookieNames.browser]
  const holder = await holderOf(deps, request)
  if (!browser?.startsWith('spb_') || browser.length > longestToken || !holder) throw presentationRefused()
  return { browser, holder, source: sourceBucket(request.ip) }
}

async function holderOf(deps: DoorDeps, { cookies }: FastifyRequest): Promise<string | undefined> {
  const attempt = await findLivingAttempt(deps, cookies[cookieNames.attempt])
  return attempt?.id ?? (await deps.sessions.findLiving(cookies[cookieNames.session]))?.id
}

/** What no card holds is not kept, not for a minute. */
function requireUsualSize({ der, chain, ocsp }: Omit<ClientCertificate, 'nonce'>): void {
  const parts = ocsp ? [der, ocsp, ...chain] : [der, ...chain]
  if (chain.length > longestChain || parts.some(({ length }) => length > largestPart))
    throw certificateTooLarge()
}

function nonceOf(body: unknown): string {
  const values = body instanceof URLSearchParams ? body.getAll('nonce') : []
  const [nonce, ...more] = values
  if (nonce === undefined || more.length > 0 || !noncePattern.test(nonce)) throw certificateMissing()
  return nonce
}
