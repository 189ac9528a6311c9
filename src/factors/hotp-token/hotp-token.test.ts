import { factorConformance } from '../../../test/factor-conformance.ts'
import { tokenFixture } from './test/holder.ts'

factorConformance('hotp-token, by event', tokenFixture('event'))
factorConformance('hotp-token, by time', tokenFixture('time'))
factorConformance('hotp-token, by question', tokenFixture('challenge'))
factorConformance(
  'hotp-token, by question and counter',
  tokenFixture('challenge', 'OCRA-1:HOTP-SHA256-8:C-QN08'),
)
