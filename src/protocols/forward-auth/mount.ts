import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SallyportError } from '../../kernel/errors.ts'
import { signingKeyOf } from '../../kernel/signing-key.ts'
import { cookieNames, type DoorDeps } from '../protocol.ts'
import { answerCheck, atSite } from './answer.ts'
import { checkRequest, forged, surroundingsOf } from './check.ts'
import { cookieHeader, cookieIn, expiredCookie, siteCookie, wayCookie } from './cookies.ts'
import { identityOf, isForged, keyIdOf } from './identity.ts'
import { originalOf } from './original.ts'
import { type Page, signedOutPage, signOutPage, turnedBackPage, wayOverPage } from './page.ts'
import { checkPath, goPath, visitPath } from './routes.ts'
import { signOutOf } from './sign-out.ts'
import { siteOfProxy } from './site.ts'
import { openSiteStore } from './store.ts'
import { arrive, goOn, setOut } from './way.ts'

interface AtSite {
  readonly Params: { readonly site: string }
  readonly Querystring: Readonly<Record<string, unknown>>
}

/** For all visitors of a site one address asks. */
const byProxy = { access: 'proxy' } as const

/** Where strangers' browsers come, with no more than an address: they are counted by source (A-118). */
const byBrowser = { access: 'browser' } as const

/** The routes of proxies, and of browsers on their way. */
export async function mountForwardAuth(app: FastifyInstance, engine: DoorDeps): Promise<void> {
  const deps = Object.assign(Object.create(engine) as DoorDeps, { store: openSiteStore(engine) })
  const key = signingKeyOf(engine.box.mac('forward-auth assertions', Buffer.from('Ed25519')))
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // What was sent to the site is the site's: nothing of it is read here.
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume()
      done(null, undefined)
    })
    scope.setErrorHandler((error, request, reply) => answerError(deps, error, request, reply))

    for (const url of [checkPath, `${checkPath}/*`]) {
      scope.route<AtSite>({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
        url,
        config: byProxy,
        async handler(request, reply) {
          const site = await siteOfProxy(deps, request.params.site, request.headers)
          const original = originalOf(site.settings.proxy, request)
          if (!original) throw unclear()
          const { cookie: cookies, 'user-agent': userAgent } = request.headers
          const checked = isForged(site, request.headers)
            ? forged
            : await checkRequest(deps, { site, original, cookies, userAgent })
          const at = deps.storage.clock.now()
          return answerCheck(reply, checked, {
            site,
            original,
            cookies,
            identity: ({ visitor }) => (visitor ? identityOf(site, visitor, key, deps.baseUrl, at) : {}),
          })
        },
      })
    }

    scope.get<AtSite>(`${visitPath}/start`, async (request, reply) => {
      const site = await siteOfProxy(deps, request.params.site, request.headers)
      const { browser, location } = setOut(deps, site, {
        to: textOf(request.query.to),
        browser: cookieIn(request.headers.cookie, wayCookie),
      })
      return reply.header('set-cookie', cookieHeader(wayCookie, browser)).redirect(location, 302)
    })

    scope.get<AtSite>(`${visitPath}/finish`, async (request, reply) => {
      const site = await siteOfProxy(deps, request.params.site, request.headers)
      const { cookie, destination } = await arrive(deps, site, {
        code: textOf(request.query.code),
        browser: cookieIn(request.headers.cookie, wayCookie),
        surroundings: visiting(request),
      })
      return reply
        .header('set-cookie', cookieHeader(siteCookie, cookie))
        .redirect(`${site.settings.origin}${destination}`, 302)
    })

    scope.get<AtSite>(`${visitPath}/sign-out`, async (request, reply) => {
      const { application } = await siteOfProxy(deps, request.params.site, request.headers)
      return sendPage(reply, signOutPage(application.name, `${atSite}/sign-out`))
    })

    scope.post<AtSite>(`${visitPath}/sign-out`, { config: byProxy }, async (request, reply) => {
      const site = await siteOfProxy(deps, request.params.site, request.headers)
      if (!isOfSite(request, site.settings.origin)) throw unclear()
      await signOutOf(deps, site, request.headers.cookie)
      reply.header('set-cookie', expiredCookie(siteCookie))
      return sendPage(reply, signedOutPage(site.application.name))
    })

    scope.get<AtSite>(goPath, { config: byBrowser }, async (request, reply) => {
      const { headers, ip, query } = request
      const gone = await goOn(deps, {
        start: textOf(query.start),
        way: textOf(query.way),
        sessionToken: cookieIn(headers.cookie, cookieNames.session),
        surroundings: {
          ...surroundingsOf(ip, headers['user-agent']),
          device: cookieIn(headers.cookie, cookieNames.device),
        },
      })
      reply.header('cache-control', 'no-store')
      if (gone.givenUp === undefined) return reply.redirect(gone.location, 302)
      const { site, destination } = gone.givenUp
      return sendPage(reply.code(403), turnedBackPage(site, destination))
    })

    scope.get('/forward-auth/keys', async () => ({
      keys: [
        {
          ...key.publicKey.export({ format: 'jwk' }),
          kid: keyIdOf(key.fingerprint),
          alg: 'EdDSA',
          use: 'sig',
        },
      ],
    }))
  })
}

/** A page of the site itself asks; browsers that say nothing of it are asked for the origin. */
function isOfSite({ headers }: FastifyRequest, origin: string): boolean {
  const from = headers['sec-fetch-site']
  return from === undefined ? headers.origin === origin : from === 'same-origin'
}

/** At the site: only its proxy knows who asked it. */
function visiting({ headers }: FastifyRequest) {
  const { 'x-forwarded-for': forwarded, 'user-agent': userAgent } = headers
  const source = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined
  return surroundingsOf(source, userAgent)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The proxy does not say what was asked, or a page of somebody else's asks: nobody is let in (G6). */
function unclear() {
  return new SallyportError(
    'forbidden',
    'forward-auth.unclear',
    'It is not clear what was asked of the site.',
  )
}

function sendPage(reply: FastifyReply, { html, contentPolicy }: Page): FastifyReply {
  return reply
    .header('content-security-policy', contentPolicy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html)
}

const statuses: Readonly<Partial<Record<SallyportError['kind'], number>>> = {
  forbidden: 403,
  'not-found': 404,
  'too-many': 429,
}

/** Whatever goes wrong is a no: proxies take anything but success for one, and nginx wants it to be 403 (G6). */
function answerError(deps: DoorDeps, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof SallyportError ? error : undefined
  const status = (known && statuses[known.kind]) ?? 503
  if (
    status === 503 ||
    known?.code === 'forward-auth.proxy-unknown' ||
    known?.code === 'forward-auth.unclear'
  )
    deps.logger.warn({ err: error, path: request.routeOptions.url }, 'A request for a site was refused.')
  reply.code(status).header('sallyport-reason', known?.code ?? 'internal')
  const sentence = known?.message ?? 'This cannot be decided right now. Please try again.'
  return sendPage(reply, wayOverPage(sentence))
}
