import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { requireSecondFactor } from '@sallyport/client/express'
import { requireSecondFactor as requireInHono } from '@sallyport/client/hono'
import { authJs, betterAuth, passport as gatedByPassport } from '@sallyport/client/sessions'
import { betterAuth as createBetterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import express from 'express'
import expressSession from 'express-session'
import { Hono } from 'hono'
import passport from 'passport'
import { Strategy } from 'passport-local'
import { attack } from '../kit/attack.ts'
import { listening, type Open } from './applications.fixture.ts'
import { shop, text, throughPages, type Visitor, within } from './visitor.fixture.ts'

const secret = 'a secret of these tests, and long enough'
const password = 'harbour lantern 42'
const json = { 'content-type': 'application/json', origin: shop }

const openPassport: Open = async (settings) => {
  const own = new passport.Passport()
  own.use(new Strategy((username, given, done) => done(null, given === password ? { username } : false)))
  own.serializeUser((user, done) => done(null, user))
  own.deserializeUser((user: Express.User, done) => done(null, user))
  const app = express()
  app.use(expressSession({ secret, resave: false, saveUninitialized: false }))
  app.use(own.session())
  app.post('/sign-in', express.json(), own.authenticate('local'), (_request, response) => {
    response.send('signed in')
  })
  app.use(requireSecondFactor({ ...settings, ...gatedByPassport() }))
  app.get('/', (request, response) => {
    response.send(request.user ? 'inside' : 'nobody')
  })
  return listening(createServer(app))
}

attack('Passport: its session alone opens nothing', (scene) =>
  within(scene, openPassport, async (person) => {
    assert.equal(await text(await person.get('/')), 'nobody')
    const signedIn = () => person.post('/sign-in', json, { username: 'alice', password })
    assert.equal((await signedIn()).status, 200)
    await person.follow(await throughPages(scene, await person.get('/'), scene.alice))
    assert.equal(await text(await person.get('/')), 'inside')
    // A new sign-in is another session, and begins anew.
    await signedIn()
    assert.equal((await person.get('/')).status, 303)
  }),
)

const openBetterAuth: Open = async (settings) => {
  const auth = createBetterAuth({
    baseURL: shop,
    secret,
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  })
  const app = new Hono()
  app.on(['GET', 'POST'], '/api/auth/*', (context) => auth.handler(context.req.raw))
  app.use(requireInHono({ ...settings, ...betterAuth(auth, ({ email }) => email.split('@')[0] ?? '') }))
  app.get('/', async ({ req, text: say }) =>
    say((await auth.api.getSession({ headers: req.raw.headers })) ? 'inside' : 'nobody'),
  )
  return { send: async (request) => app.fetch(request), close: async () => undefined }
}

attack('better-auth: its session alone opens nothing, and what the gate keeps ends with it', (scene) =>
  within(scene, openBetterAuth, async (person) => {
    assert.equal(await text(await person.get('/')), 'nobody')
    const given = { email: 'alice@shop.example', password, name: 'Alice' }
    assert.equal((await person.post('/api/auth/sign-up/email', json, given)).status, 200)
    await person.follow(await throughPages(scene, await person.get('/'), scene.alice))
    assert.equal(await text(await person.get('/')), 'inside')
    const gate = person.cookies.get('__Host-second_factor') ?? assert.fail('nothing is kept')
    await person.post('/api/auth/sign-out', json, {})
    assert.equal(await text(await person.get('/')), 'nobody')
    assert.equal((await person.post('/api/auth/sign-in/email', json, given)).status, 200)
    person.cookies.set('__Host-second_factor', gate)
    assert.equal((await person.get('/')).status, 303)
  }),
)

interface AuthJs {
  ExpressAuth(config: object): express.RequestHandler
  getSession(request: express.Request, config: object): Promise<{ user?: { email?: string | null } } | null>
}

/** Its types would bring those of browsers into all of our program. */
async function loadAuthJs(): Promise<AuthJs & { readonly Credentials: (options: object) => object }> {
  const name = '@auth/express'
  const [auth, provider] = await Promise.all([import(name), import(`${name}/providers/credentials`)])
  return { ...(auth as AuthJs), Credentials: provider.default }
}

const openAuthJs: Open = async (settings) => {
  const { ExpressAuth, getSession, Credentials } = await loadAuthJs()
  const config = {
    secret,
    trustHost: true,
    basePath: '/auth',
    logger: { error: () => undefined },
    providers: [
      Credentials({
        credentials: { name: {}, password: {} },
        authorize: ({ name, password: given }: Readonly<Record<string, unknown>>) =>
          given === password ? { id: String(name), email: String(name) } : null,
      }),
    ],
  }
  const app = express()
  app.use('/auth', ExpressAuth(config))
  const gated = authJs((request: express.Request) => getSession(request, config))
  app.use(requireSecondFactor<express.Request>({ ...settings, ...gated }))
  app.get('/', async (request, response) => {
    response.send((await getSession(request, config)) ? 'inside' : 'nobody')
  })
  return listening(createServer(app))
}

attack('Auth.js: its session alone opens nothing', (scene) =>
  within(scene, openAuthJs, async (person) => {
    assert.equal(await text(await person.get('/')), 'nobody')
    await signInByAuthJs(person)
    await person.follow(await throughPages(scene, await person.get('/'), scene.alice))
    assert.equal(await text(await person.get('/')), 'inside')
  }),
)

async function signInByAuthJs(person: Visitor): Promise<void> {
  const { csrfToken } = (await (await person.get('/auth/csrf')).json()) as { readonly csrfToken: string }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const given = new URLSearchParams({ csrfToken, name: 'alice', password })
  const signedIn = await person.post('/auth/callback/credentials', form, given)
  assert.equal(signedIn.status, 302, await signedIn.clone().text())
}
