import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type Capture, captureTransport } from '../../src/delivery/index.ts'
import { asModule, type FactorModule } from '../../src/factors/factor.ts'
import { cheapHasher } from '../../src/factors/password/host.fixture.ts'
import { createPasswordModule } from '../../src/factors/password/module.ts'
import { recoveryCodesModule } from '../../src/factors/recovery-codes/index.ts'
import { totpModule } from '../../src/factors/totp/index.ts'
import type { Protocol } from '../../src/protocols/protocol.ts'
import { createHttp } from '../../src/server/http.ts'
import { launchBrowser } from '../kit/browser.ts'
import { codeAt, openWorld, type Person, step, type World, type WorldOptions } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { cookieNames } from '../kit/server.ts'
import { type Watched, watch } from './watch.ts'

/** A real server on a fresh database, a browser before it, and a clock that moves when it is told. */
export interface Installation {
  readonly world: World
  readonly url: string
  readonly mailbox: Capture
  /** What went wrong in any page: errors, violations of the content policy, requests to others. */
  readonly watched: Watched
  /**
   * A page in a browser profile of its own; with a session where a token is given. Nothing moves there unless asked
   * for: whoever waits for buttons to hold still waits for half of the time.
   */
  visit(path: string, options?: VisitOptions): Promise<Page>
  /** Closes every page that was opened, as between two tests. */
  leave(): Promise<void>
  /** The code that this person's app shows now. It is spent: the clock goes on to the next. */
  codeOf(owner: Person): string
  close(): Promise<void>
}

export interface VisitOptions extends BrowserContextOptions {
  /** Of a session that lives in this browser. */
  readonly token?: string
  /** The page's own clock is a fake that goes on by itself and can be wound forward. */
  readonly fakeTime?: boolean | number
}

const pages = join(import.meta.dirname, '../../web/dist')
/** On a busy machine a page takes its time; a word that does not come in this long does not come at all. */
const patience = 20_000

/** `more`: factors besides those of every installation, and how they are configured. */
export async function openInstallation(
  more: Pick<
    WorldOptions,
    'factors' | 'policy' | 'sms' | 'transports' | 'certificateUrl' | 'webhookReach' | 'directories'
  > & {
    readonly modules?: readonly FactorModule[]
    /** Where it listens; anywhere unless told. */
    readonly port?: number
    /** The doors of the list, unless told. */
    readonly doors?: readonly Protocol[]
    /** Origins of others that a browser is meant to go to. */
    readonly elsewhere?: readonly string[]
    readonly tls?: { readonly cert: string; readonly key: string }
  } = {},
): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-e2e-'))
  const port = more.port ?? (await freePort())
  const url = `${more.tls ? 'https' : 'http'}://localhost:${port}`
  const mailbox = captureTransport('email')
  const world = await openWorld(join(folder, 'sallyport.db'), {
    baseUrl: url,
    name: 'Harbour Trading',
    transports: [mailbox, ...(more.transports ?? [])],
    ...(more.sms ? { sms: more.sms } : {}),
    webhookReach: more.webhookReach ?? [],
    ...(more.directories ? { directories: more.directories } : {}),
    factorModules: [
      asModule(createPasswordModule({ hasher: cheapHasher() })),
      asModule(totpModule),
      asModule(recoveryCodesModule),
      ...(more.modules ?? []),
    ],
    ...(more.factors ? { factors: more.factors } : {}),
    ...(more.policy ? { policy: more.policy } : {}),
    certificateUrl: more.certificateUrl,
  })
  world.clock.set(Math.floor(Date.now() / step) * step)
  const { app } = await createHttp({ ...more, engine: world.engine, pages, trustedProxies: [] })
  // The pages take the date of an answer for the server's time.
  app.server.prependListener('request', (_, response) =>
    response.setHeader('date', new Date(world.clock.now()).toUTCString()),
  )
  await app.listen({ port, host: '127.0.0.1' })
  const browser: Browser = await launchBrowser()
  const watched = watch(url, more.certificateUrl, ...(more.elsewhere ?? []))

  return {
    world,
    url,
    mailbox,
    watched,
    async visit(path, { token, fakeTime = false, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
        ignoreHTTPSErrors: more.tls !== undefined,
        ...options,
      })
      context.setDefaultTimeout(patience)
      if (token !== undefined) {
        await context.addCookies([
          {
            name: cookieNames.session,
            value: token,
            domain: 'localhost',
            path: '/',
            secure: true,
            httpOnly: true,
          },
        ])
      }
      const page = await context.newPage()
      watched.page(page)
      if (fakeTime !== false) await page.clock.install(fakeTime === true ? {} : { time: fakeTime })
      await page.goto(new URL(path, url).href)
      return page
    },
    async leave() {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    codeOf(owner) {
      world.clock.advance(step)
      return codeAt(owner.totp.shown, world.clock.now())
    },
    async close() {
      await browser.close()
      await app.close()
      await world.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
