import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, afterEach, before, test } from 'node:test'
import * as openid from 'openid-client'
import type { Page } from 'playwright-core'
import { connectApplication, createApplication } from '../../src/administration/index.ts'
import { operator, person } from '../kit/engine.ts'
import { prepareApache, withoutApache } from './apache.fixture.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

let house: Installation
const clients: Client[] = []

/** An application at an origin of its own, as others write them: on openid-client. */
interface Client {
  readonly origin: string
  close(): void
}

before(async () => {
  house = await openInstallation({
    policy: {
      mfa: 'required',
      rules: [
        {
          name: 'vault',
          says: 'The vault is shut.',
          what: { applications: ['Vault'] },
          need: { deny: true },
        },
      ],
    },
  })
})
afterEach(() => house.leave())
after(async () => {
  for (const client of clients) client.close()
  await house.close()
})

async function openClient(name: string): Promise<Client> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://${name.toLowerCase()}.localhost:${port}`
  const callback = `${origin}/callback`
  const { engine } = house.world
  const { id } = await createApplication(engine, { actor: operator, name })
  const { secret = '' } = await connectApplication(engine, {
    actor: operator,
    applicationId: id,
    door: 'oidc',
    settings: { redirectUris: [callback] },
  })
  const configuration = await openid.discovery(new URL(`${house.url}/oidc`), id, secret, undefined, {
    execute: [openid.allowInsecureRequests],
  })
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const challenge = await openid.calculatePKCECodeChallenge(pkceCodeVerifier)
  server.on('request', async (request, response) => {
    const url = new URL(request.url ?? '/', origin)
    if (url.pathname !== '/callback') {
      const to = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: callback,
        scope: 'openid profile',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(url.pathname === '/quiet' ? { prompt: 'none' } : {}),
        ...(url.pathname === '/by-form' ? { response_mode: 'form_post' } : {}),
      })
      // A link, so that the browser itself goes there from a foreign page.
      response.setHeader('content-type', 'text/html')
      response.end(
        `<!doctype html><title>${name}</title><a href="${to.href.replaceAll('&', '&amp;')}">Sign in</a>`,
      )
      return
    }
    if (request.method === 'POST') url.search = await text(request)
    const told = url.searchParams.get('error') ?? (await nameOf(configuration, url, pkceCodeVerifier))
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>${name}</title><h1>${name} knows: ${told}</h1>`)
  })
  const client = { origin, close: () => server.close() }
  clients.push(client)
  return client
}

async function nameOf(configuration: openid.Configuration, url: URL, pkceCodeVerifier: string) {
  const tokens = await openid.authorizationCodeGrant(configuration, url, { pkceCodeVerifier })
  const { sub = '' } = tokens.claims() ?? {}
  return (await openid.fetchUserInfo(configuration, tokens.access_token, sub)).preferred_username
}

async function follow(page: Page, client: Client, path = '/'): Promise<void> {
  await page.goto(`${client.origin}${path}`)
  await page.getByRole('link', { name: 'Sign in' }).click()
}

test('a foreign page sends somebody here to sign in, and the next one lets them in without a word', async () => {
  const owner = await person(house.world, 'rosa')
  const [wiki, forge] = [await openClient('Wiki'), await openClient('Forge')]
  const page = await (await house.visit('/guides')).context().newPage()
  await follow(page, wiki, '/quiet')
  await page.getByRole('heading', { name: 'Wiki knows: login_required' }).waitFor()
  await follow(page, wiki)
  await page.getByRole('heading', { name: 'Sign in to Wiki' }).waitFor()
  await checkPage(page, 'signing in for a client')
  await giveName(page, 'rosa')
  await givePassword(page)
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Wiki knows: rosa' }).waitFor()
  assert.equal(new URL(page.url()).origin, wiki.origin)
  // Our cookie stays at home where another site sends the browser: a page of ours sends it on.
  await follow(page, forge)
  await page.getByRole('heading', { name: 'Forge knows: rosa' }).waitFor()
  await follow(page, forge, '/quiet')
  await page.getByRole('heading', { name: 'Forge knows: rosa' }).waitFor()
})

test('whoever goes back from our page comes to the client, which knows: by a link, and by a form', async () => {
  await person(house.world, 'vera')
  const wiki = await openClient('Notes')
  const page = await (await house.visit('/guides')).context().newPage()
  await follow(page, wiki)
  await page.getByRole('heading', { name: 'Sign in to Notes' }).waitFor()
  await press(page, 'Back to Notes')
  await page.getByRole('heading', { name: 'Notes knows: access_denied' }).waitFor()
  await follow(page, wiki, '/by-form')
  await giveName(page, 'vera')
  await givePassword(page)
  await page.getByText('On the way to Notes').waitFor()
  await checkPage(page, 'half signed in for a client')
  await press(page, 'Back to Notes')
  await page.getByRole('heading', { name: 'Notes knows: access_denied' }).waitFor()
  // What was half done is over.
  await follow(page, wiki)
  await page.getByLabel('Account name').waitFor()
})

test('whom a rule lets in nowhere near it reads why, and goes back or signs in as somebody else', async () => {
  const owner = await person(house.world, 'ines')
  const vault = await openClient('Vault')
  const page = await house.visit('/', { token: owner.token })
  await follow(page, vault)
  await page.getByRole('heading', { name: 'Not here, not now' }).waitFor()
  await page.getByText('The vault is shut.').waitFor()
  await checkPage(page, 'a rule lets nobody go on')
  await press(page, 'Sign in as somebody else')
  await giveName(page, 'ines')
  await givePassword(page)
  await page.getByText('The vault is shut.').waitFor()
  await checkPage(page, 'a rule ends a sign-in on the way')
  await press(page, 'Back to Vault')
  await page.getByRole('heading', { name: 'Vault knows: access_denied' }).waitFor()
  await follow(page, vault)
  await page.getByRole('heading', { name: 'Not here, not now' }).waitFor()
  await press(page, 'Back to Vault')
  await page.getByRole('heading', { name: 'Vault knows: access_denied' }).waitFor()
})

test('where a device is connected, a wrong code is said to be wrong, and the field is there for another', async () => {
  const page = await house.visit('/oidc/device')
  await page.getByRole('heading', { name: 'Connect a device' }).waitFor()
  await checkPage(page, 'a device, its code')
  await page.getByLabel('Code').fill('ABCD-EFGH')
  await press(page, 'Continue')
  await page.getByRole('alert').getByText('This is not a code that a device is showing now.').waitFor()
  await checkPage(page, 'a device, another code')
})

test('mod_auth_openidc in a real Apache signs people in', { skip: withoutApache() }, async () => {
  const owner = await person(house.world, 'olga')
  const apache = await prepareApache()
  try {
    const { engine } = house.world
    const { id } = await createApplication(engine, { actor: operator, name: 'Members' })
    const settings = { redirectUris: [`${apache.origin}/oidc-callback`] }
    const act = { actor: operator, applicationId: id, door: 'oidc' }
    const { secret = '' } = await connectApplication(engine, { ...act, settings })
    await apache.start({ issuer: `${house.url}/oidc`, id, secret })
    const page = await (await house.visit('/guides')).context().newPage()
    await page.goto(`${apache.origin}/secret.html`)
    await page.getByRole('heading', { name: 'Sign in to Members' }).waitFor()
    await press(page, 'Back to Members')
    // Debian's release reads an `iss` without a code as something else, and says no to that.
    await page.waitForURL(/oidc-callback\?error=access_denied.*&state=/)
    await page.getByText('Error:').waitFor()
    await page.goto(`${apache.origin}/secret.html`)
    await page.getByRole('heading', { name: 'Sign in to Members' }).waitFor()
    await giveName(page, 'olga')
    await givePassword(page)
    await typeCode(page, house.codeOf(owner))
    await page.getByRole('heading', { name: 'For members' }).waitFor()
    const shown = await page.reload()
    assert.equal(shown?.headers()['x-who'], 'olga')
  } finally {
    await apache.close()
  }
})
