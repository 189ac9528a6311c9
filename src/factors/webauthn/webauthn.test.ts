import { factorConformance } from '../../../test/factor-conformance.ts'
import { webauthnFixture } from './test/holder.ts'

factorConformance('a security key that counts', webauthnFixture())
factorConformance(
  'a passkey that is copied between devices',
  webauthnFixture({ synced: true, algorithm: 'EdDSA' }),
)
factorConformance(
  'a key of Windows Hello that counts nothing',
  webauthnFixture({ counts: false, transports: ['internal'] }),
)
factorConformance('a key without PIN', webauthnFixture({ verifiesUser: false }))
