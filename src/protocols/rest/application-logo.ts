import { z } from 'zod'
import { type Application, applicationNotFound } from '../../applications/index.ts'
import { applicationId } from './application-id.ts'
import { type Route, route } from './route.ts'
import { id } from './views.ts'

/** The logo of its hash is never another one. */
const forEver = 'public, max-age=31536000, immutable'

/** Where browsers find the logo of an application; undefined where it has none. */
export function logoAt({ id: application, logo }: Pick<Application, 'id' | 'logo'>): string | undefined {
  return logo === undefined ? undefined : `/api/v1/applications/${application}/logo/${logo}`
}

/** A picture and nothing else, whatever a browser takes it for. */
export const showLogo: Route = route({
  method: 'GET',
  path: '/applications/:id/logo/:logo',
  access: { by: 'anyone' },
  tag: 'Applications',
  summary: 'The logo of an application: the sign-in page shows it to whoever is sent there.',
  params: z.strictObject({ id, logo: z.string().regex(/^[0-9a-f]{16}$/) }),
  async handle({ deps, params, reply }) {
    const logo = await deps.applications.logoOf(applicationId(params.id))
    if (logo?.hash !== params.logo) throw applicationNotFound()
    reply.headers({
      'cache-control': forEver,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': logo.type,
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    return { body: Buffer.from(logo.bytes) }
  },
})
