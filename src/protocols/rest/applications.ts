import { z } from 'zod'
import {
  type ApplicationWithKeys,
  changeApplication,
  createApplication,
  issueApiKey,
  listApplications,
  revokeApiKey,
  rotateApiKey,
} from '../../administration/index.ts'
import {
  type ApiKey,
  apiKeyNotFound,
  apiScopes,
  applicationClass,
  applicationStatus,
} from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { connection, freshConnectionView, showFresh } from './application-doors.ts'
import { applicationId } from './application-id.ts'
import { type Route, route } from './route.ts'
import { apiKeyView, applicationView, id, time } from './views.ts'

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

function shown({ application: { key: _, version: __, ...application }, keys }: ApplicationWithKeys) {
  return { ...application, keys: keys.map(showKey) }
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
        items: all.map(shown),
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
    connection: connection.optional(),
  }),
  answer: applicationView.extend({ connection: freshConnectionView.optional() }),
  async handle(call) {
    const { connection: connected, ...application } = await createApplication(call.deps, {
      actor: await call.actor(),
      ...call.body,
      retry: call.retry,
    })
    const body = shown({ application, keys: [] })
    return { body: connected ? { ...body, connection: showFresh(connected) } : body }
  },
})

const change = route({
  method: 'PATCH',
  path: '/applications/:id',
  access,
  tag,
  summary: 'Change its class, whether it vouches, or switch it off and on; what is left out stays.',
  params: identified,
  body: z.strictObject({
    class: applicationClass.optional(),
    vouches: z.boolean().optional(),
    status: applicationStatus
      .optional()
      .describe('Nobody is signed in for what is disabled; its keys stop at once'),
    reason: z.string().trim().min(1).max(500),
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
    return { body: shown(changed) }
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
  summary: 'A new key with the same rights; the old one works for the overlap and no longer.',
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

export const applicationRoutes: readonly Route[] = [list, create, change, issue, rotate, revoke]
