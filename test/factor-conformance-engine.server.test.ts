import { asModule } from '../src/factors/factor.ts'
import { tokenFixture } from '../src/factors/hotp-token/test/holder.ts'
import { passwordModule } from '../src/factors/password/index.ts'
import { recoveryCodesFixture } from '../src/factors/recovery-codes/test/holder.ts'
import { totpFixture } from '../src/factors/totp/test/holder.ts'
import { webauthnFixture } from '../src/factors/webauthn/test/holder.ts'
import { yubikeyFixture } from '../src/factors/yubikey-otp/test/holder.ts'
import { engineConformance, engineWith, passwordOverEngine } from './factor-conformance-engine.ts'
import { echoCode } from './kit/echo-code.ts'

engineConformance({
  ...totpFixture,
  id: 'totp',
  holds: (owner) => ({ authenticatorId: owner.totp.id, shown: owner.totp.shown }),
})

engineConformance({
  ...recoveryCodesFixture,
  id: 'recovery-codes',
  holds: (owner) => ({ shown: { codes: owner.recoveryCodes } }),
})

engineConformance({
  id: 'password',
  module: asModule(passwordModule),
  pace: 1000,
  answer: () => passwordOverEngine.prove,
  malformed: [],
  secrets: () => [],
  ...passwordOverEngine,
})

engineConformance({ ...yubikeyFixture, id: 'yubikey-otp', world: engineWith(yubikeyFixture) })

const tokens = { event: tokenFixture('event'), asked: tokenFixture('challenge') }
engineConformance({ ...tokens.event, id: 'hotp-token', asked: false, world: engineWith(tokens.event) })
engineConformance({ ...tokens.asked, id: 'hotp-token', asked: true, world: engineWith(tokens.asked) })

const passkey = webauthnFixture({ synced: true })
engineConformance({ ...passkey, id: 'webauthn', world: engineWith(passkey) })

engineConformance({
  id: 'echo-code',
  module: echoCode().module,
  pace: 1000,
  answer: () => undefined,
  prove: () => undefined,
  sent: (world) => world.echo.last(),
  wrongProof: { code: '000000' },
  malformed: [],
  secrets: () => [],
})
