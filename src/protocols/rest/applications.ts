import { z } from 'zod'
import {
  type ApplicationWithKeys,
  bringApplications,
  changeApplication,
  createApplication,
  issueApiKey,
  listApplications,
  revokeApiKey,
  rotateApiKey,
  setApplicationLogo,
  wantedApplications,
} from '../../administration/index.ts'
import {
  type ApiKey,
  apiKeyNotFound,
  apiScopes,
  applicationClass,
  applicationOwner,
  applicationStatus,
  longestLogo,
} from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { connection, freshConnectionView, showFresh } from './application-doors.ts'
import { applicationId } from './application-id.ts'
import { logoAt, showLogo } from './application-logo.ts'
import { type Route, route } from './route.ts'
import { apiKeyView, applicationView, givenReason, id, time } from './views.ts'

const tag = 'Applications'
const access = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const identified = z.strictObject({ id })
const keyed = z.strictObject({ id, keyId: id })
const longestOverlap = 30 * 24 * 3600
const issued = apiKeyView.extend({ key: z.string().describe('Shown once') })

function keyId(text: string): Id<'api-key'> {
  if (!isId<'api-key'>(text)) throw apiKeyNotFound()
  return text
}

/** A key without what has no value. */
function showKey(key: ApiKey) {
  const { applicationId: _, ...rest } = key
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
}

/** An application as every route tells of it. */
export function showApplication({ application, keys, registration }: ApplicationWithKeys) {
  const { key: _, version: __, ...told } = application
  return {
    ...told,
    logo: logoAt(application),
    keys: keys.map(showKey),
    ...(registration ? { registration } : {}),
  }
}

const list = route({
  method: 'GET',
  path: '/applications',
  access,
  tag,
  summary: 'Who may ask us to authenticate.',
  answer: z.object({ items: z.array(applicationView) }),
  async handle(call) {
    const all = await listApplications(call.deps, { actor: await call.actor() })
    return {
      body: {
        items: all.map(showApplication),
      },
    }
  },
})

const create = route({
  method: 'POST',
  path: '/applications',
  access,
  tag,
  summary: 'A new application, connected from the start where that is said; its secret is shown once.',
  status: 201,
  retriable: true,
  body: z.strictObject({
    name: z.string().min(1).max(512),
    class: applicationClass.optional(),
    vouches: z.boolean().optional(),
    owner: applicationOwner.optional().describe('Whom to ask about it'),
    connection: connection.optional(),
  }),
  answer: applicationView.extend({ connection: freshConnectionView.optional() }),
  async handle(call) {
    const { connection: connected, ...application } = await createApplication(call.deps, {
      actor: await call.actor(),
      ...call.body,
      retry: call.retry,
    })
    const body = showApplication({ application, keys: [] })
    return { body: connected ? { ...body, connection: showFresh(connected) } : body }
  },
})

const bring = route({
  method: 'POST',
  path: '/applications/imports',
  access,
  tag,
  summary: 'Make applications as they should be, by their names; the same once more changes nothing.',
  largestBody: 1024 * 1024,
  body: z.strictObject({
    applications: wantedApplications,
    preview: z.boolean().default(false).describe('Only say what would be done'),
    reason: givenReason,
  }),
  answer: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        act: z.enum(['create', 'change', 'same']),
        changes: z.array(z.string()).describe('What differs, a line each'),
        connections: z.array(freshConnectionView).describe('Made just now; their secrets are shown once'),
      }),
    ),
  }),
  async handle(call) {
    const brought = await bringApplications(call.deps, { actor: await call.actor(), ...call.body })
    const items = brought.map((one) => ({ ...one, connections: one.connections.map(showFresh) }))
    return { body: { items } }
  },
})

const change = route({
  method: 'PATCH',
  path: '/applications/:id',
  access,
  tag,
  summary:
    'Change its class, its owner, whether it vouches, or switch it off and on; what is left out stays.',
  params: identified,
  body: z.strictObject({
    class: applicationClass.optional(),
    vouches: z.boolean().optional(),
    owner: applicationOwner.optional().describe('Empty: nobody in particular'),
    status: applicationStatus
      .optional()
      .describe('Nobody is signed in for what is disabled; its keys stop at once'),
    reason: givenReason,
  }),
  answer: applicationView,
  async handle(call) {
    const { reason, ...changes } = call.body
    const changed = await changeApplication(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      changes,
      reason,
    })
    return { body: showApplication(changed) }
  },
})

const issue = route({
  method: 'POST',
  path: '/applications/:id/keys',
  access,
  tag,
  summary: 'A new API key; it is shown here and never again.',
  status: 201,
  retriable: true,
  params: identified,
  body: z.strictObject({ scopes: apiScopes, expiresAt: time.optional() }),
  answer: issued,
  async handle(call) {
    const made = await issueApiKey(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      ...call.body,
      retry: call.retry,
    })
    return { body: { ...showKey(made.key), key: made.token } }
  },
})

const rotate = route({
  method: 'POST',
  path: '/applications/:id/keys/:keyId/rotate',
  access,
  tag,
  summary:
    'A new key with the same rights and the same last day; the old one works for the overlap and no longer.',
  status: 201,
  params: keyed,
  body: z.strictObject({ overlapSeconds: z.number().int().min(0).max(longestOverlap) }),
  answer: issued,
  async handle(call) {
    const made = await rotateApiKey(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      keyId: keyId(call.params.keyId),
      overlap: call.body.overlapSeconds * 1000,
    })
    return { body: { ...showKey(made.key), key: made.token } }
  },
})

const revoke = route({
  method: 'DELETE',
  path: '/applications/:id/keys/:keyId',
  access,
  tag,
  summary: 'Stop a key at once.',
  params: keyed,
  async handle(call) {
    await revokeApiKey(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      keyId: keyId(call.params.keyId),
    })
    return { status: 204 }
  },
})

const putLogo = route({
  method: 'POST',
  path: '/applications/:id/logo',
  access,
  tag,
  summary: 'Give it a logo, which the sign-in page shows beside its name.',
  largestBody: 2 * longestLogo,
  params: identified,
  body: z.strictObject({
    image: z.base64().min(1).describe('PNG, JPEG or WebP, at most 64 KB and 1024 by 1024 pixels'),
    reason: givenReason,
  }),
  answer: applicationView,
  async handle(call) {
    const changed = await setApplicationLogo(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      image: Buffer.from(call.body.image, 'base64'),
      reason: call.body.reason,
    })
    return { body: showApplication(changed) }
  },
})

const removeLogo = route({
  method: 'DELETE',
  path: '/applications/:id/logo',
  access,
  tag,
  summary: 'Take its logo away.',
  params: identified,
  query: z.strictObject({ reason: givenReason }),
  async handle(call) {
    await setApplicationLogo(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      image: undefined,
      reason: call.query.reason,
    })
    return { status: 204 }
  },
})

export const applicationRoutes: readonly Route[] = [
  list,
  create,
  bring,
  change,
  putLogo,
  removeLogo,
  showLogo,
  issue,
  rotate,
  revoke,
]
