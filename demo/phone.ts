import type { FactorModule } from '../src/factors/factor.ts'
import { type AppEntry, appEntry } from '../src/factors/totp/simulator/index.ts'

/** A phone with an authenticator app: it sees the newest QR code that was shown, and makes codes. */
export interface Phone {
  /** Something with a key URI was shown on the person's screen. */
  see(uri: string): void
  /** Points the camera at the screen; false where there is nothing new to scan. */
  scan(): boolean
  /** What the app shows at `at`, epoch milliseconds. */
  codes(at: number): readonly ShownCode[]
  readonly waiting: boolean
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
  return {
    see(uri) {
      onScreen = uri
    },
    scan() {
      if (onScreen === undefined) return false
      entries.push(appEntry(onScreen, ''))
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
  }
}

/** A module whose factor shows its key URIs to the phone's camera too. Only the demo ever wraps a module. */
export function withCamera(module: FactorModule, phone: Phone): FactorModule {
  return {
    ...module,
    create(config, host) {
      const factor = module.create(config, host)
      return {
        ...factor,
        async offer(input) {
          const offer = await factor.offer(input)
          if (typeof offer.show.uri === 'string') phone.see(offer.show.uri)
          return offer
        },
      }
    },
  }
}
