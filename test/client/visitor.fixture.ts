import assert from 'node:assert/strict'
import { hostedKind } from '../../src/authentication/index.ts'
import type { Scene } from '../kit/attack.ts'
import { type Person, step } from '../kit/engine.ts'
import { type Client, codeOf, origin } from '../kit/server.ts'
import type { Application, Open, Settings } from './applications.fixture.ts'

export const shop = 'https://shop.example'
export const returnTo = `${shop}/second-factor`

/** A browser before the application. */
export interface Visitor {
  readonly cookies: Map<string, string>
  get(target: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  post(
    target: string,
    headers?: Readonly<Record<string, string>>,
    body?: object | URLSearchParams,
  ): Promise<Response>
  follow(address: URL): Promise<Response>
}

export const navigating = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }

export function visitorOf(application: Application): Visitor {
  const cookies = new Map<string, string>()
  async function send(
    method: string,
    target: string,
    headers: Readonly<Record<string, string>>,
    body?: object | URLSearchParams,
  ) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = new Request(`${shop}${target}`, {
      method,
      headers: { ...headers, cookie },
      ...(body ? { body: body instanceof URLSearchParams ? body : JSON.stringify(body) } : {}),
    })
    const response = await application.send(request)
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    get: (target, headers = navigating) => send('GET', target, headers),
    post: (target, headers = navigating, body) => send('POST', target, headers, body),
    follow: ({ pathname, search }) => send('GET', `${pathname}${search}`, navigating),
  }
}

export async function within(
  scene: Scene,
  open: Open,
  run: (person: Visitor, application: Application) => Promise<void>,
): Promise<void> {
  const application = await open(await settingsIn(scene))
  try {
    await run(visitorOf(application), application)
  } finally {
    await application.close()
  }
}

async function settingsIn({ engine, server }: Scene): Promise<Settings> {
  const client = await server.application(['attempts', 'vouch:first-factor'], { vouches: true })
  const key = client.headers.get('authorization')?.slice('Bearer '.length) ?? ''
  const caller = await engine.apiKeys.authenticate(key)
  assert.ok(caller)
  const statement = engine.doors.set(caller.application.id, hostedKind.id, { returnTo: [returnTo] })
  assert.equal(await engine.storage.book({ statements: [statement], locks: [] }), 'booked')
  return { url: `http://127.0.0.1:${server.port}`, key, returnTo }
}

/** At our pages, as their script does: only the code is asked for. Gives where the browser is led back to. */
export async function throughPages(scene: Scene, sent: Response, owner: Person): Promise<URL> {
  assert.equal(sent.status, 303, await sent.clone().text())
  const browser = await scene.server.browser()
  const page = await hop(browser, String(sent.headers.get('location')))
  const { body } = await browser.get(`/referrals/${page.searchParams.get('referral')}`)
  const done = await browser.post('/attempts/current/proofs', {
    proofs: [codeOf(scene, owner)],
    complete: true,
  })
  assert.equal(done.body.state, 'completed', done.text)
  scene.clock.advance(step)
  return hop(browser, body.continueAt)
}

/** At our pages, as their script does when somebody goes back. */
export async function turnBack(scene: Scene, sent: Response): Promise<URL> {
  const browser = await scene.server.browser()
  const page = await hop(browser, String(sent.headers.get('location')))
  const gone = await browser.delete(`/referrals/${page.searchParams.get('referral')}`)
  assert.equal(gone.status, 200, gone.text)
  return hop(browser, gone.body.continueAt)
}

async function hop(browser: Client, address: string): Promise<URL> {
  const { pathname, search } = new URL(address, origin)
  const answer = await browser.send({ method: 'GET', path: `${pathname}${search}` })
  assert.equal(answer.status, 302, answer.text)
  return new URL(String(answer.headers.location), origin)
}

/** Where in the application a browser is sent. */
export function ledTo({ headers }: Response): string {
  const { origin: there, pathname, search } = new URL(headers.get('location') ?? '', shop)
  assert.equal(there, shop)
  return `${pathname}${search}`
}

export async function text(response: Response): Promise<string> {
  assert.equal(response.status, 200)
  return response.text()
}

export async function problemOf(
  response: Response,
): Promise<{ readonly code: string; readonly location: string }> {
  return (await response.json()) as { readonly code: string; readonly location: string }
}
