import { z } from 'zod'
import type { DoorKind } from '../../applications/index.ts'
import { durationUpTo } from '../../kernel/duration.ts'
import { siteTemplates } from './templates.ts'

/** Who stands before the site, for each says otherwise what was asked of it, and takes another kind of no. */
const proxyKind = z.enum(['nginx', 'traefik', 'caddy', 'haproxy', 'envoy'])
export type ProxyKind = z.infer<typeof proxyKind>

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header')

const pathRule = z.strictObject({
  path: z
    .string()
    .regex(/^\/[\w\-./~]*$/, 'must be a path such as /admin')
    .describe('This path and what lies below it; of several the longest counts.'),
  open: z.boolean().optional().describe('For anybody, signed in or not.'),
  assurance: z.literal([2, 3]).optional().describe('At least so many kinds of proof; 3: attested hardware.'),
  phishingResistant: z.boolean().optional().describe('One proof at least must be of what cannot be phished.'),
  fresh: durationUpTo('1d').optional().describe('How old the proofs may be: `15m`.'),
})
export type PathRule = z.infer<typeof pathRule>

export const siteSettings = z.strictObject({
  origin: z
    .string()
    .refine(isOrigin, 'must be an http or https address without a path, such as https://wiki.example.com')
    .describe('Where people open the site.'),
  proxy: proxyKind.describe('What stands before it.'),
  groups: z
    .array(z.string().min(1).max(256))
    .max(100)
    .optional()
    .describe('Only members of one of these groups come in. Without it, everybody whom the policy lets in.'),
  paths: z.array(pathRule).max(200).default([]).describe('What needs more than the rest, or nothing.'),
  headers: z
    .strictObject({
      user: headerName.default('Remote-User'),
      groups: headerName.default('Remote-Groups'),
      email: headerName.default('Remote-Email'),
    })
    .prefault({})
    .describe('The headers by which the site learns who is there.'),
})
export type SiteSettings = z.infer<typeof siteSettings>

/** A site behind a proxy that asks us about each request. */
export const forwardAuthKind: DoorKind<SiteSettings> = {
  id: 'forward-auth',
  name: 'Site behind a reverse proxy',
  settings: siteSettings,
  secret: 'hashed',
  opens: ({ paths }) => paths.filter(({ open }) => open).map(({ path }) => path),
  templates: siteTemplates,
  shows: ({ baseUrl, applicationId, settings }) => [
    { label: 'Ask for each request', value: `${baseUrl}/forward-auth/sites/${applicationId}/check` },
    {
      label: `Hand on ${settings.origin}/.sallyport/ to`,
      value: `${baseUrl}/forward-auth/sites/${applicationId}/visit/`,
    },
    { label: 'With the header', value: 'Sallyport-Proxy' },
  ],
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.origin === text
}
