import { z } from 'zod'
import { malformedRequest, unmet } from './errors.ts'
import { type ContextClass, classAmong, type Method, methodsAmong } from './methods.ts'

/** The parameters that Microsoft documents; others are to be ignored. */
const parameters = z.object({
  response_type: z.literal('id_token'),
  response_mode: z.literal('form_post').optional(),
  scope: z.string().refine((scope) => scope.split(' ').includes('openid')),
  id_token_hint: z.string().min(1),
  claims: z.string(),
  nonce: z.string().max(1024).optional(),
  state: z.string().max(8192).optional(),
})

const texts = z.array(z.string().max(100)).max(50)
const wanted = z
  .object({ value: z.string().max(100).optional(), values: texts.optional() })
  .nullable()
  .optional()
const claims = z.object({ id_token: z.object({ acr: wanted, amr: wanted }) })

/** What Microsoft asks for. */
export interface EntraRequest {
  readonly hint: string
  readonly nonce: string | undefined
  readonly state: string | undefined
  /** The one that will be answered. */
  readonly contextClass: ContextClass
  /** Any one of them. */
  readonly methods: readonly Method[]
}

/**
 * Reads what is asked for, and refuses at once what nobody can show here. Throws `EntraRefusal`.
 */
export function readRequest(form: Readonly<Record<string, string>>): EntraRequest {
  const read = parameters.safeParse(form)
  if (!read.success) throw malformedRequest(String(read.error.issues[0]?.path[0]))
  const { id_token_hint: hint, nonce, state } = read.data
  const { acr, amr } = claimsIn(read.data.claims)
  const contextClass = classAmong(named(acr) ?? [])
  const methods = methodsAmong(named(amr))
  if (!contextClass) throw unmet('acr')
  if (methods.length === 0) throw unmet('amr')
  return { hint, nonce, state, contextClass, methods }
}

function claimsIn(text: string): z.infer<typeof claims>['id_token'] {
  const read = claims.safeParse(parsed(text))
  if (!read.success) throw malformedRequest('claims')
  return read.data.id_token
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function named(claim: z.infer<typeof wanted>): readonly string[] | undefined {
  return claim?.values ?? (claim?.value === undefined ? undefined : [claim.value])
}

/** A form or query; undefined where a name is in it twice, which two readers could read differently. */
export function readForm(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = [...new URLSearchParams(text)]
  return new Set(pairs.map(([name]) => name)).size === pairs.length ? Object.fromEntries(pairs) : undefined
}
