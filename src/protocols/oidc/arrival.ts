import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { onwardPage } from '../page.ts'
import { contentPolicy } from './page.ts'
import { mountPath } from './routes.ts'

/**
 * A browser that another site sends here leaves the cookie of our pages at home; sent on by a page of ours, it brings
 * it. In a frame there is nothing to be shown, and no cookie to be had.
 */
export function isSentByOthers({ headers }: FastifyRequest): boolean {
  const navigates = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return navigates && headers['sec-fetch-site'] === 'cross-site'
}

/** To the same address once more, now from here. */
export async function sendOnward({ url }: FastifyRequest, reply: FastifyReply): Promise<void> {
  await reply
    .header('cache-control', 'no-store')
    .header('content-security-policy', contentPolicy)
    .type('text/html; charset=utf-8')
    .send(onwardPage(url))
}

/** Where we are says the configuration, never the request. */
export function standAtOurAddress({ raw, ip }: FastifyRequest, baseUrl: string): void {
  const { protocol, host } = new URL(baseUrl)
  const mounted: IncomingMessage & { originalUrl?: string | undefined } = raw
  mounted.originalUrl = raw.url
  raw.url = (raw.url ?? '').slice(mountPath.length)
  for (const name of Object.keys(raw.headers)) if (/^(x-)?forwarded/.test(name)) delete raw.headers[name]
  raw.headers.host = host
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  raw.headers['x-forwarded-for'] = ip
}
