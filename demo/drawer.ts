import { createHotpVerifier } from '@sallyport/otp'
import { bringTokens } from '../src/administration/index.ts'
import type { Engine } from '../src/engine.ts'
import { newTestKey, otpOf } from '../src/factors/yubikey-otp/test/holder.ts'
import type { Random } from '../src/kernel/random.ts'

/** What lies in Sam's drawer: a token with a button, and a key that types. Their secrets live for this run only (R9). */
export interface Drawer {
  /** On the back of the token. */
  readonly serial: string
  /** Presses the button of the token: the next code. */
  press(): string
  /** Touches the key: what it types. */
  touch(): string
}

const operator = { by: 'operator', name: 'demo' } as const

/** Makes both, and brings them in as an administrator would: by the files that came with them. */
export async function fillDrawer(engine: Engine, random: Random): Promise<Drawer> {
  const secret = random.bytes(20)
  const serial = `HT-${Buffer.from(random.bytes(3)).toString('hex').toUpperCase()}1`
  const token = createHotpVerifier(secret)
  const key = newTestKey()
  const bring = (factor: string, line: string) =>
    bringTokens(engine, { actor: operator, factor, preview: false, file: Buffer.from(`${line}\n`) })
  await bring('hotp-token', `${serial},${Buffer.from(secret).toString('hex')}`)
  await bring('yubikey-otp', `${key.publicId},${key.privateId},${key.key}`)
  let presses = 0n
  let touches = 0
  return {
    serial,
    press: () => token.code(presses++),
    touch() {
      touches++
      return otpOf(key, { powerUp: 1 + Math.floor(touches / 200), touch: touches % 200, ticks: touches * 8 })
    },
  }
}
