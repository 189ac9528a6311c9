import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createApplication, issueApiKey, newSetUpLink } from '../src/administration/index.ts'
import { captureTransport } from '../src/delivery/index.ts'
import { type Engine, type EngineOptions, openEngine } from '../src/engine.ts'
import { factorModules } from '../src/factors/index.ts'
import { startJobs } from '../src/jobs.ts'
import { createKey, parseKeyring } from '../src/kernel/keyring.ts'
import { systemRandom } from '../src/kernel/random.ts'
import { newToken } from '../src/kernel/tokens.ts'
import { createHttp } from '../src/server/http.ts'
import { fillDrawer } from './drawer.ts'
import { playPast } from './past.ts'
import { createPhone, withCamera } from './phone.ts'
import { openProps } from './props.ts'
import { openShop } from './shop.ts'

/** The demo while it runs. */
export interface Stage {
  /** The one page to open; its path holds a token of this run (R9). */
  readonly url: string
  close(): Promise<void>
}

export interface StageOptions {
  /** A fresh folder for database and key; the caller removes it. */
  readonly folder: string
  /** The built pages of portal and console. */
  readonly pages: string
}

const loopback = '127.0.0.1'
const person = { name: 'sam', password: 'harbour-lantern-42', email: 'sam@example.com' }
/** A number of no particular person: nothing ever leaves the demo. */
const number = '0170 1234567'
const operator = { by: 'operator', name: 'demo' } as const

/** A whole installation on loopback: the gate, an application behind it, a phone and a mailbox. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const token = newToken('demo', systemRandom())
  const phone = createPhone()
  const mailbox = captureTransport('email')
  const messages = captureTransport('sms')
  const port = await freePort()
  const installation: EngineOptions = {
    database: join(options.folder, 'sallyport.db'),
    keys: parseKeyring(createKey()),
    baseUrl: `http://localhost:${port}`,
    name: 'Harbour Trading',
    factorModules: factorModules.map((module) => withCamera(module, phone)),
    transports: [mailbox, messages],
    sms: { countries: ['DE'] },
    factors: {
      'hotp-token': { enabled: true },
      'yubikey-otp': { enabled: true },
      'email-code': { enabled: true },
    },
    dataFolder: options.folder,
  }
  await playPast(installation, person)
  const engine = await openEngine(installation)
  const { app } = await createHttp({ engine, pages: options.pages, trustedProxies: [] })
  await app.listen({ host: loopback, port })
  const jobs = startJobs(engine)

  const shop = await openShop({ sallyport: engine.baseUrl, apiKey: await shopKey(engine) })
  const setUp = await newSetUpLink(engine, 'demo', 'the demo offers an administrator')
  const drawer = await fillDrawer(engine, systemRandom())
  const props = await openProps({
    token,
    phone,
    messages,
    mailbox,
    drawer,
    person: { name: person.name, password: person.password, number },
    links: { portal: engine.baseUrl, shop: shop.url, setUp: setUp.link },
  })

  return {
    url: props.url,
    async close() {
      await Promise.all([app.close(), shop.close(), props.close()])
      await jobs.stop()
      await engine.close()
    },
  }
}

/** The shop is an application like any other: it has a key with the one scope it needs. */
async function shopKey(engine: Engine): Promise<string> {
  const application = await createApplication(engine, {
    actor: operator,
    name: 'Harbour Shop',
    class: 'customer-data',
  })
  const issued = await issueApiKey(engine, {
    actor: operator,
    applicationId: application.id,
    scopes: ['verify'],
  })
  return issued.token
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, loopback, () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
