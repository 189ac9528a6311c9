import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The paths below the page of a phone, for the route registry (G12). */
export const phonePaths: readonly string[] = ['/phone/manifest.webmanifest', '/phone/*']

/**
 * What makes the page of a phone an application that is installed: a manifest with the name of this house, icons, and a
 * worker that may act for the page above its folder. None of it is kept for long: a browser fetches a newer worker by itself.
 */
export async function servePhone(
  app: FastifyInstance,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<void> {
  const manifest = JSON.stringify(manifestFor(name))
  app.get('/phone/manifest.webmanifest', async (_, reply) =>
    reply.header('cache-control', 'no-cache').type('application/manifest+json').send(manifest),
  )
  const files = join(folder, 'phone')
  if (!existsSync(files)) return
  await app.register(fastifyStatic, {
    root: files,
    prefix: '/phone/',
    index: false,
    dotfiles: 'deny',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'no-cache').header('service-worker-allowed', '/phone')
    },
  })
}

function manifestFor(name: string) {
  return {
    id: '/phone',
    name,
    short_name: name,
    start_url: '/phone',
    scope: '/phone',
    display: 'standalone',
    background_color: '#0d3f38',
    theme_color: '#0d3f38',
    icons: [192, 512].map((size) => ({
      src: `/phone/icon-${size}.png`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose: 'any maskable',
    })),
  }
}
