import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Profile, SAML } from '@node-saml/node-saml'
import * as administration from '../../src/administration/index.ts'
import { currentKeys } from '../../src/protocols/saml/keys.ts'
import { samlSettings } from '../../src/protocols/saml/settings.ts'
import { operator, type World } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { pair } from './service-provider.fixture.ts'

/** A site of somebody else that signs people in by SAML, on an address that browsers take for another site. */
export interface Site {
  readonly url: string
  /** Where whoever is signed in goes on. */
  readonly inside: string
  /** How often it heard that somebody has signed out. */
  toldToSignOut(): number
  close(): Promise<void>
}

export async function connectSite(house: { readonly world: World; readonly url: string }): Promise<Site> {
  const { engine } = house.world
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const inside = `http://localhost:${port}`
  const application = await administration.createApplication(engine, { actor: operator, name: 'Site' })
  const settings = samlSettings.parse({
    entityId: url,
    acsUrls: [`${url}/acs`],
    logoutUrl: `${url}/slo`,
    certificates: [pair.certificate],
    nameIds: ['name'],
  })
  await engine.storage.book({
    statements: [engine.doors.set(application.id, 'saml', settings)],
    locks: [application.id],
  })
  const { certificates } = await currentKeys({ ...engine, baseUrl: house.url })
  const saml = new SAML({
    idpCert: [...certificates],
    issuer: url,
    callbackUrl: `${url}/acs`,
    entryPoint: `${house.url}/saml/sso`,
    logoutUrl: `${house.url}/saml/slo`,
    privateKey: pair.privatePem,
    publicCert: pair.certificate,
    signatureAlgorithm: 'sha256',
    audience: url,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    acceptedClockSkewMs: 5 * 60_000,
  })
  let toldToSignOut = 0
  const server = createServer(async (request, response) => {
    if (request.method === 'GET' && request.url === '/') {
      response.writeHead(302, { location: await saml.getAuthorizeUrlAsync('', undefined, {}) }).end()
      return
    }
    if (request.method === 'GET' && request.url?.startsWith('/slo?')) {
      response.writeHead(302, { location: await signOut(saml, request.url) }).end()
      toldToSignOut++
      return
    }
    if (request.method === 'GET') {
      response.end(`Welcome, ${new URL(request.url ?? '', url).searchParams.get('who')}`)
      return
    }
    const form = new URLSearchParams(await text(request))
    const answer = { SAMLResponse: form.get('SAMLResponse') ?? '' }
    const { profile } = await saml.validatePostResponseAsync(answer).catch(() => ({ profile: null }))
    // Many go on to another host of theirs, which stands in no metadata.
    const location = `${inside}/in?who=${profile?.nameID}`
    response.writeHead(profile ? 303 : 403, profile ? { location } : {}).end()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url,
    inside,
    toldToSignOut: () => toldToSignOut,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Takes a request to sign somebody out, if we have signed it; gives where the browser goes back to with the answer. */
async function signOut(saml: SAML, url: string): Promise<string> {
  const search = url.slice(url.indexOf('?') + 1)
  const query = Object.fromEntries(new URLSearchParams(search))
  const { profile } = await saml.validateRedirectAsync(query, search)
  return saml.getLogoutResponseUrlAsync(profile as Profile, query.RelayState ?? '', {}, true)
}
