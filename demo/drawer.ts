import { bringTokens } from '../src/administration/index.ts'
import type { Engine } from '../src/engine.ts'
import { newToken, virtualToken } from '../src/factors/hotp-token/simulator/index.ts'
import { newKey, typedBy } from '../src/factors/yubikey-otp/simulator/index.ts'
import type { Random } from '../src/kernel/random.ts'

/** What lies in Sam's drawer: three tokens, and a key that types. Their secrets live for this run only (R9). */
export interface Drawer {
  /** What stands on the back of each token. */
  readonly serials: { readonly button: string; readonly clock: string; readonly keys: string }
  /** Presses the button of the token: the next code. */
  press(): string
  /** What the token with a clock shows at `at`, epoch milliseconds. */
  shown(at: number): string
  /** Types a question into the token with keys. */
  answer(question: string): string
  /** Touches the key: what it types. */
  touch(): string
}

const operator = { by: 'operator', name: 'demo' } as const
const suite = 'OCRA-1:HOTP-SHA1-6:QN08'

/** Makes them all, and brings them in as an administrator would: by the files that came with them. */
export async function fillDrawer(engine: Engine, random: Random): Promise<Drawer> {
  const box = `HT-${Buffer.from(random.bytes(3)).toString('hex').toUpperCase()}`
  const button = newToken(random, { serial: `${box}1`, kind: 'event' })
  const clock = newToken(random, { serial: `${box}2`, kind: 'time' })
  const keys = newToken(random, { serial: `${box}3`, kind: 'challenge', suite })
  const line = (made: typeof button, ...more: string[]) =>
    [made.serial, Buffer.from(made.secret, 'base64').toString('hex'), ...more].join(',')
  await bring(engine, 'hotp-token', [line(button), line(clock, 'totp', '6', '30'), line(keys, 'ocra', suite)])
  const key = newKey(random)
  await bring(engine, 'yubikey-otp', [`${key.publicId},${key.privateId},${key.key}`])
  const counting = virtualToken(button)
  let touches = 0
  return {
    serials: { button: button.serial, clock: clock.serial, keys: keys.serial },
    press: () => counting.press(Date.now()),
    shown: (at) => virtualToken(clock).press(at),
    answer: (question) => virtualToken(keys).respond(question, Date.now()),
    touch() {
      touches++
      const touch = { powerUp: 1 + Math.floor(touches / 200), touch: touches % 200, ticks: touches * 8 }
      return typedBy(key, touch, random)
    },
  }
}

async function bring(engine: Engine, factor: string, lines: readonly string[]): Promise<void> {
  const file = Buffer.from(`${lines.join('\n')}\n`)
  await bringTokens(engine, { actor: operator, factor, preview: false, file })
}
