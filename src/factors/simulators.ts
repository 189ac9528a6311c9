import { hotpSimulator, ocraSimulator } from './hotp-token/simulator/index.ts'
import { pushSimulator } from './push/simulator/index.ts'
import type { Simulator } from './simulator.ts'
import { smartCardSimulator } from './smart-card/simulator/index.ts'
import { smsSimulator } from './sms-code/simulator/index.ts'
import { totpSimulator } from './totp/simulator/index.ts'
import { webauthnSimulator } from './webauthn/simulator/index.ts'
import { yubikeySimulator } from './yubikey-otp/simulator/index.ts'

/** The list. A simulator is its folder in that of its factor, and its line here. */
export const simulators: readonly Simulator[] = [
  totpSimulator,
  hotpSimulator,
  ocraSimulator,
  yubikeySimulator,
  webauthnSimulator,
  smartCardSimulator,
  pushSimulator,
  smsSimulator,
]
