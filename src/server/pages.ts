import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { phonePaths, servePhone } from './phone.ts'

const portalPaths = [
  '/',
  '/sign-in',
  '/sign-in/return/*',
  '/set-up',
  '/welcome',
  '/lane',
  '/forgotten',
  '/authenticators',
  '/contacts',
  '/sessions',
  '/guides',
  '/guides/*',
  '/not-found',
]
const noncePlaceholder = /__CSP_NONCE__/g

/** The paths that hand out a page, for the route registry (G12). */
export const pagePaths: readonly string[] = [
  ...portalPaths,
  '/console',
  '/console/*',
  '/phone',
  ...phonePaths,
  '/assets/*',
  '/*',
]

interface PagesOptions {
  /** Folder of the built pages. */
  readonly pages: string
  /** The name that people see. */
  readonly name: string
  /** Where they may ask for a certificate, besides this host. */
  readonly certificateUrl?: string | undefined
}

/**
 * Hands out the built pages. Scripts come from this host alone and never inline; the one style block that the
 * components write at run time carries a nonce of this very answer.
 */
export async function servePages(app: FastifyInstance, options: PagesOptions): Promise<void> {
  const { pages: folder, name, certificateUrl } = options
  const portal = readPage(join(folder, 'index.html'))
  const console = readPage(join(folder, 'console.html'))
  const phone = readPage(join(folder, 'phone.html'))
  const sendPage = (reply: FastifyReply, page: string) => send(reply, page, certificateUrl)
  for (const path of portalPaths) app.get(path, async (_, reply) => sendPage(reply, portal))
  for (const path of ['/console', '/console/*']) app.get(path, async (_, reply) => sendPage(reply, console))
  app.get('/phone', async (_, reply) => sendPage(reply, phone))
  app.get('/*', async (request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
    return wantsPage ? sendPage(reply.code(404), portal) : reply.callNotFound()
  })
  await servePhone(app, { folder, name })
  const assets = join(folder, 'assets')
  if (!existsSync(assets)) return
  await app.register(fastifyStatic, {
    root: assets,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    dotfiles: 'deny',
  })
}

function readPage(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : notBuilt
}

function send(reply: FastifyReply, page: string, certificateUrl: string | undefined) {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', contentPolicy(nonce, certificateUrl))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replace(noncePlaceholder, nonce))
}

function contentPolicy(nonce: string, certificateUrl: string | undefined): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    ["connect-src 'self'", certificateUrl].filter(Boolean).join(' '),
    "font-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

const notBuilt = `<!doctype html><html lang="en"><title>Sallyport</title>
<p>The pages are not built. Run: npm run prestart</p></html>
`
