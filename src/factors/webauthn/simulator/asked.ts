import { z } from 'zod'
import { invalidInput } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'

const descriptor = z.object({ id: z.string() })

/** The part of `PublicKeyCredentialCreationOptionsJSON` that a key looks at (WebAuthn L3 §5.1.9). */
const creation = z.object({
  rp: z.object({ id: z.string().min(1) }),
  user: z.object({ id: z.string() }),
  challenge: z.base64url(),
  pubKeyCredParams: z.array(z.object({ alg: z.int() })),
  excludeCredentials: z.array(descriptor).default([]),
})

/** The part of `PublicKeyCredentialRequestOptionsJSON` that a key looks at (WebAuthn L3 §5.1.10). */
const request = z.object({
  rpId: z.string().min(1),
  challenge: z.base64url(),
  allowCredentials: z.array(descriptor).default([]),
})

export interface CreationAsked {
  readonly do: 'create'
  readonly publicKey: z.infer<typeof creation>
}

export interface RequestAsked {
  readonly do: 'get'
  readonly publicKey: z.infer<typeof request>
}

/** What a site asks of a browser: the options themselves, under `publicKey`, or as our own REST answers with them. */
export function askedOf(json: string): CreationAsked | RequestAsked {
  const publicKey = optionsIn(parseJson(json))
  return 'pubKeyCredParams' in publicKey
    ? { do: 'create', publicKey: parseWith(creation, publicKey, 'options') }
    : { do: 'get', publicKey: parseWith(request, publicKey, 'options') }
}

const enveloped = z.union([
  z.object({ show: z.object({ publicKey: z.looseObject({}) }) }).transform(({ show }) => show.publicKey),
  z.object({ publicKey: z.looseObject({}) }).transform(({ publicKey }) => publicKey),
  z.looseObject({}),
])

function optionsIn(value: unknown): Readonly<Record<string, unknown>> {
  const found = enveloped.safeParse(value)
  if (!found.success) throw noOptions()
  return found.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw noOptions()
  }
}

function noOptions() {
  return invalidInput([{ path: 'options', message: 'What the site asks is not JSON' }])
}
