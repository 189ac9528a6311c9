import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'

export interface ShopOptions {
  readonly sallyport: string
  readonly apiKey: string
}

interface Form {
  readonly name?: string
  readonly password?: string
  readonly code?: string
}

/**
 * An existing application that asks Sallyport in one call: what every developer would add to their own sign-in form.
 * Its answer is the only thing that lets anyone in; anything but `accepted: true` does not.
 */
export async function openShop(
  options: ShopOptions,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = Fastify({ logger: false })
  const signedIn = new Map<string, string>()
  await app.register(cookie)
  await app.register(formbody)

  app.get('/', async (request, reply) => {
    const name = signedIn.get(request.cookies.shop ?? '')
    return reply
      .type('text/html; charset=utf-8')
      .send(name ? page('shop-inside.html', { name }) : page('shop.html', { error: '' }))
  })
  app.get('/demo.css', async (_, reply) => reply.type('text/css; charset=utf-8').send(page('demo.css', {})))
  app.post<{ Body: Form }>('/', async (request, reply) => {
    const { name = '', password = '', code = '' } = request.body
    if (!(await isAccepted(options, { account: name, password, code }))) {
      const error = 'That did not match. A code works once: wait for the next one.'
      return reply.code(401).type('text/html; charset=utf-8').send(page('shop.html', { error }))
    }
    const session = randomBytes(32).toString('base64url')
    signedIn.set(session, name)
    return reply.setCookie('shop', session, { httpOnly: true, sameSite: 'lax', path: '/' }).redirect('/', 303)
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url: `http://localhost:${new URL(address).port}/`, close: () => app.close() }
}

/** Fails closed: no answer, a strange answer and a refusal are the same. */
async function isAccepted(
  options: ShopOptions,
  body: { account: string; password: string; code: string },
): Promise<boolean> {
  try {
    const response = await fetch(`${options.sallyport}/api/v1/verify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5000),
    })
    const verdict: unknown = response.ok ? await response.json() : undefined
    return (
      typeof verdict === 'object' && verdict !== null && 'accepted' in verdict && verdict.accepted === true
    )
  } catch {
    return false
  }
}

function page(file: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`./pages/${file}`, import.meta.url), 'utf8')
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(values[name] ?? ''))
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
