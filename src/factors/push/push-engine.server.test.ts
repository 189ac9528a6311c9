import { engineConformance, engineWith } from '../../../test/factor-conformance-engine.ts'
import { pushFixture } from './test/holder.ts'

const fixture = pushFixture('https://sallyport.example')

engineConformance({ ...fixture, id: 'push', world: engineWith(fixture) })
