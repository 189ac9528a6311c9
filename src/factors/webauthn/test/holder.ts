import { type FactorFixture, type Shown, start, testHost } from '../../../../test/factor-conformance.ts'
import type { Id } from '../../../kernel/ids.ts'
import { asModule, type Factor, type FactorContext, type FactorHost } from '../../factor.ts'
import { webauthnModule } from '../index.ts'
import {
  type AuthenticationJson,
  type CreationOptions,
  type Forgery,
  type RegistrationJson,
  type RequestOptions,
  type SoftwareKey,
  type SoftwareKeyOptions,
  softwareKey,
} from '../simulator/software-key.ts'

/** A person with one key on the ring, for every account that they have in a test. It drives factor and engine alike. */
export function webauthnFixture(options: SoftwareKeyOptions = {}): FactorFixture {
  const keys = new Map<string, SoftwareKey>()
  return {
    module: asModule(webauthnModule),
    pace: 1000,
    async answer(shown) {
      const key = softwareKey(options)
      const request = creationOptions(shown)
      keys.set(request.user.id, key)
      return { credential: await key.create(request, originOf(request.rp.id)) }
    },
    prove({ shown, challenge }) {
      const key = keys.get(creationOptions(shown).user.id)
      if (!key || !challenge) throw new Error('nothing was asked of a key that is not there')
      const request = requestOptions(challenge.show)
      return { credential: key.get(request, originOf(request.rpId)) }
    },
    wrongProof: { credential: strangersAnswer() },
    malformed: malformedProofs(),
    // What a site keeps of a key is no secret: whoever reads it can check its signatures, and make none.
    secrets: () => [],
  }
}

/** Where the person of the fixture is: at our pages, under the name that the key was asked for. */
export function originOf(rpId: string): string {
  return rpId === 'localhost' ? 'http://localhost:8080' : `https://${rpId}`
}

export function creationOptions(shown: Shown): CreationOptions {
  return shown.publicKey as CreationOptions
}

export function requestOptions(shown: Shown): RequestOptions {
  return shown.publicKey as RequestOptions
}

/** Well-formed, and of a key that nobody has ever added. */
function strangersAnswer(): AuthenticationJson {
  const id = Buffer.alloc(32, 9).toString('base64url')
  const some = Buffer.alloc(64, 1).toString('base64url')
  return {
    id,
    rawId: id,
    type: 'public-key',
    response: { clientDataJSON: some, authenticatorData: some, signature: some },
    clientExtensionResults: {},
  }
}

function malformedProofs(): readonly unknown[] {
  const right = strangersAnswer()
  const credentials: readonly unknown[] = [
    { ...right, type: 'password' },
    { ...right, rawId: Buffer.alloc(32, 8).toString('base64url') },
    { ...right, id: `${right.id}=`, rawId: `${right.id}=` },
    { ...right, id: `${right.id.slice(0, -1)}+`, rawId: `${right.id.slice(0, -1)}+` },
    { ...right, more: true },
    { ...right, response: { ...right.response, more: 'x' } },
    { ...right, response: { ...right.response, signature: '' } },
    { ...right, response: { ...right.response, signature: 'A'.repeat(100_000) } },
    { ...right, response: { ...right.response, userHandle: null } },
    { ...right, response: null },
    { ...right, clientExtensionResults: null },
  ]
  return credentials.map((credential) => ({ credential }))
}

/** The factor as it stands in an installation, and one person before it. */
export interface Scene {
  readonly factor: Factor
  readonly context: FactorContext
  readonly person: {
    readonly accountId: Id<'account'>
    readonly name: string
    readonly contacts: readonly string[]
  }
  readonly origin: string
  readonly logged: readonly Readonly<Record<string, unknown>>[]
}

export function openScene(config: object = {}, host: Partial<FactorHost> = {}): Scene {
  const logged: Readonly<Record<string, unknown>>[] = []
  const base = testHost()
  const note = (fields: unknown) => void logged.push(fields as Readonly<Record<string, unknown>>)
  const logger = { ...base.logger, info: note, warn: note, error: note }
  const factor = webauthnModule.create(webauthnModule.config.parse(config), { ...base, logger, ...host })
  return {
    factor,
    context: { at: start, application: { id: 'portal' as Id<'application'>, name: 'Portal' } },
    person: { accountId: 'ana' as Id<'account'>, name: 'ana@example.com', contacts: [] },
    origin: new URL(host.baseUrl ?? base.baseUrl).origin,
    logged,
  }
}

/** Offers, lets the key answer, and confirms. */
export async function register(scene: Scene, key: SoftwareKey, forged: Forgery = {}) {
  const { factor, person, context, origin } = scene
  const { show, pending } = await factor.offer({ person, options: undefined, existing: [], context })
  const credential = await key.create(creationOptions(show), origin, forged)
  return confirm(scene, pending, credential)
}

export function confirm(scene: Scene, pending: unknown, credential: RegistrationJson) {
  const { factor, person, context } = scene
  return factor.confirm({ pending, answer: factor.answer.parse({ credential }), person, context })
}
