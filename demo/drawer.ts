import { bringTokens } from '../src/administration/index.ts'
import type { Engine } from '../src/engine.ts'
import { newToken, virtualToken } from '../src/factors/hotp-token/simulator/index.ts'
import { newKey, typedBy } from '../src/factors/yubikey-otp/simulator/index.ts'
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
  const serial = `HT-${Buffer.from(random.bytes(3)).toString('hex').toUpperCase()}1`
  const make = newToken(random, { serial, kind: 'event' })
  const token = virtualToken(make)
  const key = newKey(random)
  const bring = (factor: string, line: string) =>
    bringTokens(engine, { actor: operator, factor, preview: false, file: Buffer.from(`${line}\n`) })
  await bring('hotp-token', `${serial},${Buffer.from(make.secret, 'base64').toString('hex')}`)
  await bring('yubikey-otp', `${key.publicId},${key.privateId},${key.key}`)
  let touches = 0
  return {
    serial,
    press: () => token.press(Date.now()),
    touch() {
      touches++
      const touch = { powerUp: 1 + Math.floor(touches / 200), touch: touches % 200, ticks: touches * 8 }
      return typedBy(key, touch, random)
    },
  }
}
