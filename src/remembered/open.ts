import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { shownTooLittle } from './errors.ts'
import { findStanding, recognise, rowOf } from './recognise.ts'
import type { Holder, RecognisedBrowser, RememberedBrowser, ShownFactor } from './schema.ts'
import * as store from './store.ts'
import { familyOf, newFamily, nextToken } from './token.ts'

/** Browsers at which a second factor need not be shown again for a while. They raise no assurance (decision 5). */
export type RememberedBrowsers = ReturnType<typeof openRememberedBrowsers>

/** A sign-in in which two kinds of factors were really shown. */
export interface FullSignIn {
  readonly accountId: Id<'account'>
  readonly epoch: number
  readonly assurance: number
  readonly proved: readonly ShownFactor[]
  readonly authenticators: readonly string[]
}

export interface Whence {
  readonly source: string | undefined
  readonly userAgent: string | undefined
}

export function openRememberedBrowsers(deps: { readonly storage: Storage; readonly random: Random }) {
  const { storage, random } = deps
  const { clock } = storage
  return {
    recognise: (token: string | undefined, holder: Holder | undefined) => recognise(storage, token, holder),
    findStanding: (id: Id<'remembered-browser'>, holder: Holder) => findStanding(storage, id, holder),

    /** Out of a full sign-in, for so many milliseconds. The token is shown once. */
    remember(signIn: FullSignIn, lifetime: number, whence: Whence) {
      if (signIn.assurance < 2) throw shownTooLittle()
      const at = clock.now()
      const token = nextToken(newFamily(random), random)
      const browser: store.Kept = {
        id: newId<'remembered-browser'>({ clock, random }),
        accountId: signIn.accountId,
        epoch: signIn.epoch,
        secrets: [hashToken(token)],
        formerSecrets: [],
        rotatedAt: at,
        shown: signIn.proved.map(({ factor, kinds }) => ({ factor, kinds })),
        shownAt: at,
        authenticators: signIn.authenticators,
        version: 1,
        lastUsedAt: at,
        expiresAt: at + lifetime,
        source: whence.source,
        userAgent: whence.userAgent?.slice(0, 256),
      }
      return {
        id: browser.id,
        token,
        statement: store.insertBrowser(storage, browser, hashToken(familyOf(token))),
      }
    },

    /**
     * It was used: the next token, and the statement that makes it count. Where a tab beside has just got one, both do,
     * until one of them is used.
     */
    rotate(
      browser: RecognisedBrowser,
      used: string,
    ): { readonly token: string; readonly statement: Statement } {
      const row = rowOf(browser)
      const at = clock.now()
      const token = nextToken(familyOf(used), random)
      const next = hashToken(token)
      const secrets = row.secrets.includes(hashToken(used))
        ? { secrets: [next], formerSecrets: row.secrets, rotatedAt: at }
        : { ...row, secrets: [...row.secrets, next] }
      return { token, statement: store.rotateBrowser(storage, row, secrets, at) }
    },

    ofAccount: (account: {
      readonly id: Id<'account'>
      readonly epoch: number
    }): Promise<readonly RememberedBrowser[]> => store.browsersInEpoch(storage, account, clock.now()),

    forget: (id: Id<'remembered-browser'>, accountId: Id<'account'>) =>
      store.deleteBrowser(storage, id, accountId),
    forgetAll: (accountId: Id<'account'>) => store.deleteBrowsersOf(storage, accountId),
    /** What was made with an authenticator goes with it. */
    forgetMadeWith: (accountId: Id<'account'>, authenticatorId: Id<'authenticator'>) =>
      store.deleteBrowsersMadeWith(storage, accountId, authenticatorId),
    sweep: (at: number) => store.sweepBrowsers(storage, at),
  }
}
