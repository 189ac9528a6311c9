import { factorConformance } from '../../../test/factor-conformance.ts'
import { emailCodeFixture } from './test/holder.ts'

factorConformance('email-code', emailCodeFixture)
