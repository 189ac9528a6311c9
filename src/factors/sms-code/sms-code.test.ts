import { factorConformance } from '../../../test/factor-conformance.ts'
import { smsCodeFixture } from './test/holder.ts'

factorConformance('sms-code', smsCodeFixture)
