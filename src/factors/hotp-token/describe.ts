import { parseOcraSuite } from '@sallyport/otp'
import { batteryDay } from './battery.ts'
import type { TokenConfig } from './config.ts'
import { isLocked } from './pin.ts'
import type { TokenData } from './schema.ts'

type Description = Readonly<Record<string, string | number | boolean>>

/** What owner and help desk may know of a token at rest. Never a secret. */
export function describeToken(config: TokenConfig, token: TokenData): Description {
  const battery = batteryDay(config.battery, token)
  return {
    kind: token.kind,
    serial: token.serial,
    ...(token.maker ? { maker: token.maker } : {}),
    ...(token.model ? { model: token.model } : {}),
    ...codesOf(token),
    pin: pinOf(config, token),
    ...(battery ? { battery } : {}),
  }
}

function codesOf(token: TokenData): Description {
  if (token.kind === 'challenge') return { digits: parseOcraSuite(token.suite).digits, suite: token.suite }
  const { digits, algorithm } = token
  if (token.kind === 'event') return { digits, algorithm }
  const { period, clock } = token
  return { digits, algorithm, period, clockOffset: clock.offset * period }
}

function pinOf(config: TokenConfig, { pin }: TokenData): string {
  if (!pin) return 'none'
  return isLocked(pin, config.pin.tries) ? 'locked' : 'set'
}
