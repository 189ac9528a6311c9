import { engineConformance } from '../../../test/factor-conformance-engine.ts'
import { testFactors } from '../../../test/kit/engine.ts'
import { asModule } from '../factor.ts'
import { smsCodeModule } from './index.ts'
import { mobile, smsCodeFixture } from './test/holder.ts'
import { phones } from './test/phone.ts'

const { options, nextCode } = phones()

engineConformance({
  ...smsCodeFixture,
  id: 'sms-code',
  world: { ...options, factorModules: [...testFactors(), asModule(smsCodeModule)] },
  optionsFor: (name) => ({ number: mobile(name.charCodeAt(0)) }),
  sent: () => nextCode(),
})
