import { z } from 'zod'
import {
  changeDoor,
  connectApplication,
  type DoorView,
  disconnectApplication,
  type FreshConnection,
  listDoorKinds,
  listDoors,
  revokeDoorSecret,
  rotateDoorSecret,
  tryDoor,
} from '../../administration/index.ts'
import {
  type ApplicationTemplate,
  apiScope,
  applicationChanged,
  applicationClass,
  asksAddress,
  type DoorKind,
  type DoorSecret,
  doorSecretNotFound,
} from '../../applications/index.ts'
import { isId } from '../../kernel/ids.ts'
import { applicationId } from './application-id.ts'
import { etagOf, versionIn } from './etag.ts'
import { type Route, route } from './route.ts'
import { givenReason, id, reasoned, time } from './views.ts'

const tag = 'Applications'
const access = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const longestOverlap = 30 * 24 * 3600
const usualOverlap = 24 * 3600

const identified = z.strictObject({ id })
const doorName = z.string().regex(/^[a-z][a-z-]{0,31}$/, 'is not the name of a door')
const named = identified.extend({ door: doorName })
const settings = z.record(z.string(), z.unknown()).describe('As `GET /doors` says of this door')
const givenSecret = z
  .string()
  .min(16)
  .max(128)
  .regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs')
  .optional()
  .describe('What the other side has already; made here unless given')

const stepView = z.object({ text: z.string(), paste: z.string().optional().describe('What to paste there') })
const templateView = z.object({
  id: z.string(),
  name: z.string(),
  about: z.string(),
  class: applicationClass.optional().describe('What it usually guards'),
  asksUrl: z.boolean().describe('Whether one has to say where people open it'),
  asks: z.array(z.string()).describe('Settings that have to be said'),
})
const secretView = z.object({ id, prefix: z.string(), createdAt: time, expiresAt: time.optional() })
const doorView = z.object({
  door: z.string(),
  name: z.string(),
  settings: z.unknown(),
  etag: z.string(),
  sharesSecret: z.boolean(),
  secrets: z.array(secretView).describe('Those that work now'),
  template: z.string().optional().describe('The product that it was connected as'),
  shows: z
    .array(z.object({ label: z.string(), value: z.string() }))
    .describe('What to enter on the other side'),
  steps: z.array(stepView).describe('What to do there'),
})

/** How an application is connected: as a product, or by a door. */
export const connection = z.strictObject({
  template: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'is not the name of a template')
    .optional()
    .describe('A product as `GET /doors` lists them; it says the door, and what is set for it'),
  door: doorName.optional().describe('Without a template'),
  url: z.string().max(2000).optional().describe('Where people open it, for templates that ask for it'),
  settings: settings.optional(),
  secret: givenSecret,
})

export const freshConnectionView = doorView.extend({
  secret: z.string().optional().describe('Shown once'),
})

/** A connection as it was made, with its secret. */
export function showFresh({ secret, ...view }: FreshConnection) {
  return { ...show(view), ...(secret === undefined ? {} : { secret }) }
}

function showSecret({ id: secretId, prefix, createdAt, expiresAt }: DoorSecret) {
  return { id: secretId, prefix, createdAt, ...(expiresAt === undefined ? {} : { expiresAt }) }
}

function show({ version, secrets, ...view }: DoorView) {
  return { ...view, etag: etagOf(version), secrets: secrets.map(showSecret) }
}

function showTemplate(template: ApplicationTemplate) {
  const { id: name, name: product, about = '', class: guards, asks = [] } = template
  return {
    ...{ id: name, name: product, about, asks, asksUrl: asksAddress(template) },
    ...(guards ? { class: guards } : {}),
  }
}

function showKind(kind: DoorKind) {
  const { id: door, name, secret: keeps, keyScopes = [], templates = [], registrationLimits } = kind
  return {
    ...{ id: door, name, keeps, keyScopes },
    settings: describeShape(kind.settings),
    ...(registrationLimits ? { registrationLimits: describeShape(registrationLimits) } : {}),
    templates: templates.map(showTemplate),
  }
}

function describeShape(schema: z.ZodType) {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}

const kinds = route({
  method: 'GET',
  path: '/doors',
  access,
  tag,
  summary: 'By which doors applications can be connected, and what is set for each.',
  answer: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        keeps: z
          .enum(['hashed', 'sealed', 'none'])
          .describe('How a shared secret lies here, where there is one'),
        keyScopes: z.array(apiScope).describe('What an API key is allowed that such an application needs'),
        settings: z.unknown().describe('A JSON schema'),
        registrationLimits: z
          .unknown()
          .optional()
          .describe(
            'A JSON schema of what applications that register themselves may set at most; absent: none can',
          ),
        templates: z.array(templateView).describe('Products that are known to come by it'),
      }),
    ),
  }),
  async handle(call) {
    const all = await listDoorKinds(call.deps, { actor: await call.actor() })
    return { body: { items: all.map(showKind) } }
  },
})

const list = route({
  method: 'GET',
  path: '/applications/:id/doors',
  access,
  tag,
  summary: 'By which doors an application is connected.',
  params: identified,
  answer: z.object({ items: z.array(doorView) }),
  async handle(call) {
    const doors = await listDoors(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
    })
    return { body: { items: doors.map(show) } }
  },
})

const connect = route({
  method: 'POST',
  path: '/applications/:id/doors',
  access,
  tag,
  summary: 'Connect an application by a door. Its secret, where it has one, is shown here and never again.',
  status: 201,
  params: identified,
  body: connection,
  answer: freshConnectionView,
  async handle(call) {
    const fresh = await connectApplication(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      ...call.body,
    })
    return { body: showFresh(fresh) }
  },
})

const change = route({
  method: 'PATCH',
  path: '/applications/:id/doors/:door',
  access,
  tag,
  summary: 'Set a door of an application anew, all of it. `If-Match` refuses where somebody else was faster.',
  params: named,
  body: z.strictObject({ settings, reason: givenReason }),
  answer: doorView,
  async handle(call) {
    const changed = await changeDoor(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      door: call.params.door,
      ...call.body,
      version: versionIn(call.request.headers['if-match'], applicationChanged),
    })
    return { body: show(changed) }
  },
})

const disconnect = route({
  method: 'DELETE',
  path: '/applications/:id/doors/:door',
  access,
  tag,
  summary: 'Disconnect an application from a door; its secrets stop at once.',
  params: named,
  query: reasoned,
  async handle(call) {
    await disconnectApplication(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      door: call.params.door,
      reason: call.query.reason,
    })
    return { status: 204 }
  },
})

const rotate = route({
  method: 'POST',
  path: '/applications/:id/doors/:door/secrets',
  access,
  tag,
  summary: 'A new secret, shown once; those before it work for the overlap and no longer.',
  status: 201,
  params: named,
  body: z.strictObject({
    overlap: z.number().int().min(0).max(longestOverlap).default(usualOverlap).describe('Seconds'),
    secret: givenSecret,
  }),
  answer: z.object({ secret: secretView, text: z.string().describe('Shown once') }),
  async handle(call) {
    const { secret, text } = await rotateDoorSecret(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      door: call.params.door,
      overlap: call.body.overlap * 1000,
      secret: call.body.secret,
    })
    return { body: { secret: showSecret(secret), text } }
  },
})

const revoke = route({
  method: 'DELETE',
  path: '/applications/:id/doors/:door/secrets/:secretId',
  access,
  tag,
  summary: 'Stop a secret at once.',
  params: named.extend({ secretId: id }),
  query: reasoned,
  async handle(call) {
    const { secretId } = call.params
    if (!isId<'door-secret'>(secretId)) throw doorSecretNotFound()
    await revokeDoorSecret(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      door: call.params.door,
      secretId,
      reason: call.query.reason,
    })
    return { status: 204 }
  },
})

const trial = route({
  method: 'POST',
  path: '/applications/:id/doors/:door/test',
  access,
  tag,
  summary: 'Try a connection out as it is now, from one end to the other, and say what is wrong.',
  params: named,
  body: z.strictObject({
    secret: givenSecret.describe('As the other side has it: then it is tried, too'),
  }),
  answer: z.object({
    items: z.array(
      z.object({
        check: z.string().describe('What was looked at'),
        outcome: z.enum(['good', 'bad', 'unknown']),
        says: z.string(),
        remedy: z.string().optional(),
      }),
    ),
  }),
  async handle(call) {
    const items = await tryDoor(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      door: call.params.door,
      secret: call.body.secret,
    })
    return { body: { items } }
  },
})

export const applicationDoorRoutes: readonly Route[] = [
  kinds,
  list,
  connect,
  change,
  disconnect,
  rotate,
  revoke,
  trial,
]
