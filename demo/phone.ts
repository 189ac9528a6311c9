import type { FactorModule } from '../src/factors/factor.ts'
import { type AppEntry, appEntry } from '../src/factors/totp/simulator/index.ts'

/** A phone with an authenticator app: it sees the newest QR code that was shown, makes codes, and opens pages. */
export interface Phone {
  /** A picture with a key URI, or with the address of a page, was shown on the person's screen. */
  see(uri: string): void
  /** Points the camera at the screen; false where there is nothing new to scan. */
  scan(): boolean
  /** What the app shows at `at`, epoch milliseconds. */
  codes(at: number): readonly ShownCode[]
  readonly waiting: boolean
  /** The page that the last picture led to, for its browser. */
  readonly page: string | undefined
}

export interface ShownCode {
  readonly issuer: string
  readonly account: string
  readonly code: string
  /** Seconds until the next one. */
  readonly left: number
  readonly period: number
}

export function createPhone(): Phone {
  const entries: AppEntry[] = []
  let onScreen: string | undefined
  let page: string | undefined
  return {
    see(uri) {
      onScreen = uri
    },
    scan() {
      if (onScreen === undefined) return false
      if (/^https?:/.test(onScreen)) page = onScreen
      else entries.push(appEntry(onScreen, ''))
      onScreen = undefined
      return true
    },
    codes: (at) =>
      entries.map(({ issuer, account, period, code, left }) => ({
        issuer,
        account,
        code: code(at),
        left: left(at),
        period,
      })),
    get waiting() {
      return onScreen !== undefined
    },
    get page() {
      return page
    },
  }
}

/** A module whose factor shows its pictures to the phone's camera too. Only the demo ever wraps a module. */
export function withCamera(module: FactorModule, phone: Phone): FactorModule {
  return {
    ...module,
    create(config, host) {
      const factor = module.create(config, host)
      return {
        ...factor,
        async offer(input) {
          const offer = await factor.offer(input)
          const seen = offer.show.uri ?? offer.show.link
          if (typeof seen === 'string') phone.see(seen)
          return offer
        },
      }
    },
  }
}
