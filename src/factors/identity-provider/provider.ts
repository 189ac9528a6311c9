import { within } from '../../kernel/deadline.ts'
import { openPlaces, type Places } from '../../kernel/places.ts'
import type { SignOutElsewhere } from '../factor.ts'
import type { ProviderConfig } from './config.ts'
import type { ProviderDeps } from './deps.ts'
import { type Discovered, openDiscovery } from './discovery.ts'
import { providerUnavailable } from './errors.ts'
import { identityIn, identityOf } from './identity.ts'
import type { Asked } from './question.ts'
import type { Identity, Question } from './schema.ts'
import { claimsToBeOf, openSignOuts } from './sign-outs.ts'
import { isRefusal, reasonOf } from './verdict.ts'

/** An identity provider elsewhere, as far as we speak to it (OpenID Connect Core §3.1). */
export interface Provider {
  readonly id: string
  readonly name: string
  /** What somebody is known by here whom it knows by this. */
  identityOf(subject: string): string
  /** Reads what it says of itself, so that it can be asked at once. Throws `identity-provider.unavailable`. */
  reach(): Promise<void>
  /** Where a browser is sent with a question. Throws `identity-provider.unavailable`. */
  addressFor(asked: Asked): Promise<string>
  /**
   * Who somebody is by what their browser brought back. Undefined where that does not answer the question, or was refused
   * there; throws `identity-provider.unavailable` where nobody can say.
   */
  redeem(errand: {
    readonly answer: string
    readonly question: Question
    /** Whence it was brought. */
    readonly source: string | undefined
  }): Promise<Identity | undefined>
  /**
   * Whose sign-in there is over, by what it tells us. Undefined where that is not of it, or it is not heard; throws
   * `identity-provider.unavailable` where its keys cannot be read.
   */
  signedOut(token: string): Promise<SignOutElsewhere | undefined>
}

/**
 * At most so many are on their way at a time, for a provider that answers slowly must not take our memory; and of one
 * source, for whoever brings what is none over and over must not keep others out (G15). What it tells us itself waits
 * elsewhere.
 */
const errands = { signIns: { most: 64, mostOfOne: 16 }, signOuts: { most: 64, mostOfOne: 64 } }

/** Milliseconds by which its clock may be behind ours. */
const slack = 30_000

export function openProvider(id: string, config: ProviderConfig, deps: ProviderDeps): Provider {
  const { logger, baseUrl, returnPath } = deps
  const discovered = openDiscovery(config, deps)
  const scheme = new URL(config.issuer).protocol
  const readSignOut = openSignOuts(id, config, deps)
  const signIns = openPlaces(errands.signIns)
  const signOuts = openPlaces(errands.signOuts)

  /** Bounded in time, whatever the library waits for. What it says of itself is read once for all who wait for it. */
  async function ask<Result>(run: (discovered: Discovered) => Promise<Result>): Promise<Result> {
    try {
      return await within(config.timeout, discovered().then(run))
    } catch (error) {
      logger.warn({ provider: id, because: reasonOf(error) }, 'An identity provider gave no answer.')
      throw providerUnavailable(config.name, error)
    }
  }

  /** The same, bounded in number. */
  async function errand<Result>(
    { places, asker }: { readonly places: Places; readonly asker: string },
    run: (discovered: Discovered) => Promise<Result>,
  ): Promise<Result> {
    const leave = places.enter(asker)
    if (!leave) throw providerUnavailable(config.name)
    try {
      return await ask(run)
    } finally {
      leave()
    }
  }

  /** What its token says; undefined where the token, or what the browser brought, is refused. */
  async function exchange({ openid, configuration }: Discovered, answer: string, question: Question) {
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, new URL(`${baseUrl}${answer}`), {
        expectedState: question.state,
        expectedNonce: question.nonce,
        pkceCodeVerifier: question.verifier,
        idTokenExpected: true,
      })
      return tokens.claims()
    } catch (error) {
      if (!isRefusal(error)) throw error
      logger.info({ provider: id, because: reasonOf(error) }, 'What a browser brought back was refused.')
      return undefined
    }
  }

  return {
    id,
    name: config.name,
    identityOf: (subject) => identityOf(config, subject),
    reach: () => ask(async () => undefined),
    addressFor: ({ question, challenge, signsInAnew }) =>
      ask(async ({ openid, configuration }) => {
        const address = openid.buildAuthorizationUrl(configuration, {
          redirect_uri: `${baseUrl}${returnPath}`,
          scope: ['openid', ...config.scopes].join(' '),
          state: question.state,
          nonce: question.nonce,
          code_challenge: challenge,
          code_challenge_method: 'S256',
          ...(signsInAnew ? { prompt: 'login' } : {}),
          ...(question.since === undefined ? {} : { max_age: '0' }),
        })
        if (address.protocol !== scheme) throw new Error('It sends browsers where they are not protected.')
        return address.href
      }),
    async redeem({ answer, question, source }) {
      // What another one has sent back is for nobody's eyes here: not every provider says who answers (RFC 9207).
      if (!answer.startsWith(`${returnPath}?`)) return undefined
      const claims = await errand({ places: signIns, asker: source ?? 'local' }, (found) =>
        exchange(found, answer, question),
      )
      const known = claims && isSince(claims, question.since) ? identityIn(config, claims) : undefined
      return known && { ...known, provider: id, state: question.state }
    },
    async signedOut(token) {
      // What cannot be of it costs it nothing, whoever sends it here.
      if (!config.signOut || !claimsToBeOf(config, token)) return undefined
      return errand({ places: signOuts, asker: id }, async ({ configuration }) => {
        const { backchannel_logout_supported: tells, jwks_uri: keys } = configuration.serverMetadata()
        return tells === true && keys ? readSignOut(token, keys) : undefined
      })
    },
  }
}

/** Whether somebody has signed in there since; a token that does not say when says no. */
function isSince({ auth_time: at }: Readonly<Record<string, unknown>>, since: number | undefined): boolean {
  return since === undefined || (typeof at === 'number' && at * 1000 >= since - slack)
}
