import type { Id } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import { hashToken, newToken } from '../../kernel/tokens.ts'
import type { Statement, Storage } from '../../storage/index.ts'
import type { NameId } from './assertion.ts'
import type { AuthnRequest } from './authn-request.ts'
import { requestOver, requestsBusy } from './errors.ts'
import { samlStore } from './saml-store.ts'

/** What is kept of a request. */
interface Asked
  extends Pick<AuthnRequest, 'id' | 'forceAuthn' | 'isPassive' | 'nameId' | 'subject' | 'context'> {
  /** By a signature of the application's. */
  readonly verified: boolean
}

/** Somebody is to be signed in for an application. */
export interface SigningIn {
  readonly kind: 'sign-in'
  readonly applicationId: Id<'application'>
  /** Undefined where the application has not asked (IdP-initiated). */
  readonly request: Asked | undefined
  readonly consumer: string
  readonly relayState: string | undefined
  /** The way on which the browser was sent to our pages. */
  readonly referral?: string | undefined
}

/** An application that has to be told of a sign-out. */
export interface Participant {
  readonly applicationId: Id<'application'>
  readonly nameId: NameId
  readonly sessionIndex: string
}

/** Somebody is being signed out, one application after the other. */
export interface SigningOut {
  readonly kind: 'sign-out'
  /** Who began it, and waits for an answer. */
  readonly asked:
    | {
        readonly applicationId: Id<'application'>
        readonly requestId: string
        readonly relayState: string | undefined
      }
    | undefined
  readonly current: { readonly applicationId: Id<'application'>; readonly requestId: string } | undefined
  readonly waiting: readonly Participant[]
  /** All that were told have said that it is done. */
  readonly complete: boolean
}

/** What is under way in browsers, in the database: each node can go on with it. */
export type UnderWay = ReturnType<typeof openUnderWay>

const minute = 60_000
/** As long as a browser may be on its way to our pages. */
const lifetime = 30 * minute
/** Longer than any request is good for. */
const answeredLifetime = 60 * minute

export function openUnderWay(deps: {
  readonly storage: Storage
  readonly random: Random
  readonly box: SecretBox
}) {
  const { storage, random, box } = deps
  const store = samlStore(storage)

  const seal = (id: string, value: SigningIn | SigningOut) =>
    box.seal(Buffer.from(JSON.stringify(value)), placeOf(id))

  async function find(token: string): Promise<SigningIn | SigningOut> {
    const id = hashToken(token)
    const row = await store.findRequest(id, storage.clock.now())
    if (!row) throw requestOver()
    return JSON.parse(Buffer.from(box.open(row.payload, placeOf(id))).toString())
  }

  return {
    newToken: () => newToken('saml', random),

    async begin(value: SigningIn | SigningOut, token = newToken('saml', random)): Promise<string> {
      const at = storage.clock.now()
      const id = hashToken(token)
      const row = { id, payload: seal(id, value), created_at: at, expires_at: at + lifetime }
      const outcome = await storage.book({ statements: [store.insertRequest(row)], locks: [id] })
      if (outcome === 'refused') throw requestsBusy()
      return token
    },

    /** Throws `saml.over`. */
    async signingIn(token: string): Promise<SigningIn> {
      const found = await find(token)
      if (found.kind !== 'sign-in') throw requestOver()
      return found
    },

    /** Throws `saml.over`. */
    async signingOut(token: string): Promise<SigningOut> {
      const found = await find(token)
      if (found.kind !== 'sign-out') throw requestOver()
      return found
    },

    async keep(token: string, value: SigningIn): Promise<void> {
      const id = hashToken(token)
      const outcome = await storage.book({
        statements: [store.changeRequest(id, seal(id, value))],
        locks: [id],
      })
      if (outcome === 'refused') throw requestOver()
    },

    /** Expects that nobody has ended it. */
    end: (token: string): Statement => store.endRequest(hashToken(token)),

    /** Books what ends here, once. Throws `saml.over` for the second one, on whichever node. */
    async settle(statements: readonly Statement[], lock: string): Promise<void> {
      if ((await storage.book({ statements, locks: [lock] })) === 'refused') throw requestOver()
    },

    /** A request of an application is good for one answer. */
    answerOnce: (applicationId: Id<'application'>, requestId: string): Statement =>
      store.answerOnce(hashToken(`${applicationId} ${requestId}`), storage.clock.now() + answeredLifetime),
  }
}

function placeOf(row: string) {
  return { table: 'saml_requests', column: 'payload', row }
}
