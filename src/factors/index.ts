import { accessPassModule } from './access-pass/index.ts'
import { emailCodeModule } from './email-code/index.ts'
import { asModule, type FactorModule } from './factor.ts'
import { hotpTokenModule } from './hotp-token/index.ts'
import { identityProviderModule } from './identity-provider/index.ts'
import { passwordModule } from './password/index.ts'
import { pushModule } from './push/index.ts'
import { recoveryCodesModule } from './recovery-codes/index.ts'
import { smartCardModule } from './smart-card/index.ts'
import { smsCodeModule } from './sms-code/index.ts'
import { totpModule } from './totp/index.ts'
import { webauthnModule } from './webauthn/index.ts'
import { yubikeyOtpModule } from './yubikey-otp/index.ts'

/** The list. A factor is its folder and its line here; nothing else names it. */
export const factorModules: readonly FactorModule[] = [
  asModule(passwordModule),
  asModule(identityProviderModule),
  asModule(totpModule),
  asModule(webauthnModule),
  asModule(smartCardModule),
  asModule(hotpTokenModule),
  asModule(yubikeyOtpModule),
  asModule(pushModule),
  asModule(smsCodeModule),
  asModule(recoveryCodesModule),
  asModule(accessPassModule),
  asModule(emailCodeModule),
]
