import { factorConformance } from '../../../test/factor-conformance.ts'
import { pushFixture } from './test/holder.ts'

factorConformance('push', pushFixture('http://localhost:8080'))
