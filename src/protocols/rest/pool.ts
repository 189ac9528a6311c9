import { z } from 'zod'
import {
  assignToken,
  bringTokens,
  importersOf,
  listTokens,
  releaseToken,
  retireToken,
  returnToken,
} from '../../administration/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Route, route } from './route.ts'
import { describe, givenReason, id, reasoned, time } from './views.ts'

const tag = 'Tokens'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const helps = { by: 'administration', role: 'help-desk', scope: 'authenticators:write' } as const
const rules = { by: 'administration', role: 'administrator', scope: 'authenticators:write' } as const
const brings = { by: 'administration', role: 'administrator', scope: 'administration' } as const

const identified = z.strictObject({ id })
const factor = z.string().max(64)

/** Files of about ten thousand tokens; more come by the command line. */
const largestFile = 16 * 1024 * 1024

const tokenView = z.object({
  id,
  factor,
  handle: z.string().describe('Its serial number or public id'),
  label: z.string(),
  status: z.string(),
  createdAt: time,
  expiresAt: time.optional(),
  reservedFor: z.object({ id, name: z.string() }).optional(),
  describe,
  etag: z.string(),
})

const problem = z.object({ where: z.string(), reason: z.string(), remedy: z.string() })

const list = route({
  method: 'GET',
  path: '/tokens',
  access: looks,
  tag,
  summary: 'Tokens that belong to nobody yet, by serial number.',
  query: z.strictObject({
    factor,
    begins: z.string().max(128).optional(),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
  }),
  answer: z.object({ items: z.array(tokenView), next: z.string().optional() }),
  async handle(call) {
    const { cursor, ...query } = call.query
    return {
      body: await listTokens(call.deps, { actor: await call.actor(), query: { ...query, after: cursor } }),
    }
  },
})

const importers = route({
  method: 'GET',
  path: '/tokens/importers',
  access: looks,
  tag,
  summary: 'The kinds of files that tokens come in, with what each asks for besides.',
  answer: z.object({
    items: z.array(
      z.object({
        factor,
        importer: z.string(),
        title: z.string(),
        options: z.record(z.string(), z.unknown()).describe('A JSON Schema'),
      }),
    ),
  }),
  handle: async (call) => ({ body: { items: importersOf(call.deps) } }),
})

const bring = route({
  method: 'POST',
  path: '/tokens/imports',
  access: brings,
  tag,
  summary: 'Bring a file of tokens into the pool: all of it, or none. A preview changes nothing.',
  largestBody: largestFile,
  body: z.strictObject({
    factor,
    importer: z.string().max(64).optional().describe('Found by looking at the file where left out'),
    file: z.base64().describe('The file, Base64'),
    options: z.record(z.string(), z.unknown()).optional(),
    preview: z.boolean(),
  }),
  answer: z.object({
    importer: z.string(),
    entries: z.number().int(),
    first: z.array(z.object({ handle: z.string(), label: z.string(), expiresAt: time.optional() })),
    problems: z.array(problem),
  }),
  async handle(call) {
    const { file, ...rest } = call.body
    const actor = await call.actor()
    return { body: await bringTokens(call.deps, { actor, file: Buffer.from(file, 'base64'), ...rest }) }
  },
})

const assign = route({
  method: 'POST',
  path: '/tokens/:id/assign',
  access: helps,
  tag,
  summary: 'Put a token aside for an account; it counts once its owner has typed a code of it.',
  params: identified,
  body: z.strictObject({ accountId: id, reason: givenReason }),
  async handle(call) {
    const { accountId, ...body } = call.body
    await assignToken(call.deps, {
      actor: await call.actor(),
      tokenId: call.params.id as Id<'authenticator'>,
      accountId: accountId as Id<'account'>,
      ...body,
    })
    return { status: 204 }
  },
})

const release = route({
  method: 'POST',
  path: '/tokens/:id/release',
  access: helps,
  tag,
  summary: 'Put a token aside for nobody in particular.',
  params: identified,
  body: reasoned,
  async handle(call) {
    const tokenId = call.params.id as Id<'authenticator'>
    await releaseToken(call.deps, { actor: await call.actor(), tokenId, ...call.body })
    return { status: 204 }
  },
})

const retire = route({
  method: 'POST',
  path: '/tokens/:id/retire',
  access: rules,
  tag,
  summary: 'Take a token out of the pool for good.',
  params: identified,
  body: reasoned,
  async handle(call) {
    const tokenId = call.params.id as Id<'authenticator'>
    await retireToken(call.deps, { actor: await call.actor(), tokenId, ...call.body })
    return { status: 204 }
  },
})

const takeBack = route({
  method: 'POST',
  path: '/tokens/returns',
  access: rules,
  tag,
  summary: 'Take a token off its account and put it back into the pool.',
  body: z.strictObject({ authenticatorId: id, reason: givenReason }),
  async handle(call) {
    await returnToken(call.deps, {
      actor: await call.actor(),
      authenticatorId: call.body.authenticatorId as Id<'authenticator'>,
      reason: call.body.reason,
    })
    return { status: 204 }
  },
})

export const poolRoutes: readonly Route[] = [list, importers, bring, assign, release, retire, takeBack]
