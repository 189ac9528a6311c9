import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FactorFixture, Shown } from '../../../../test/factor-conformance.ts'
import {
  type Authority,
  authorityFolder,
  clientPurpose,
  type Issued,
  rootAuthority,
} from '../../../../test/kit/authority.ts'
import { asModule, type ClientCertificate } from '../../factor.ts'
import { smartCardModule } from '../index.ts'

export const certificateUrl = 'https://sallyport.example:8443'

/** An authority by OpenSSL whose list of revoked certificates lies in a file. */
export interface CardOffice {
  readonly root: Authority
  readonly listFile: string
  /** A new card; every one of another person. */
  issue(name?: string, extensions?: readonly string[]): Issued
  /** Writes the list anew, for an hour or as told. */
  publish(from?: Date, until?: Date): void
}

let offices = 0

export function openOffice(): CardOffice {
  const folder = authorityFolder()
  const root = rootAuthority(folder, { subject: `/O=Harbour Trading/CN=Root ${++offices}` })
  const listFile = join(folder, 'revoked.crl')
  let issued = 0
  const office: CardOffice = {
    root,
    listFile,
    issue: (name = `Ana ${++issued}`, extensions = [clientPurpose]) =>
      root.issue({ subject: `/O=Harbour Trading/CN=${name}`, extensions }),
    publish: (from, until) =>
      writeFileSync(listFile, root.list({ ...(from ? { from } : {}), ...(until ? { until } : {}) })),
  }
  office.publish()
  return office
}

/** What reaches a factor when this card is presented for what was asked. */
export function presented({ der }: Pick<Issued, 'der'>, shown: Shown): ClientCertificate {
  return { der, chain: [], nonce: nonceIn(shown) }
}

export function nonceIn(shown: Shown): string {
  return String(shown.nonce)
}

/** A person with a card in the reader, for each account that they have in a test. */
export function smartCardFixture(): FactorFixture {
  const { root, listFile, issue } = openOffice()
  const cards = new Map<string, Issued>()
  return {
    module: asModule(smartCardModule),
    config: { anchors: [root.file], revocation: { lists: [listFile] } },
    host: { certificateUrl },
    pace: 1000,
    answer: (shown) => ({ nonce: nonceIn(shown) }),
    prove: ({ challenge }) => ({ nonce: nonceIn(challenge?.show ?? {}) }),
    presents(shown, challenge) {
      const card = cards.get(nonceIn(shown)) ?? issue()
      cards.set(nonceIn(shown), card)
      return presented(card, challenge?.show ?? shown)
    },
    wrongProof: { nonce: 'w'.repeat(43) },
    malformed: ['', 'short', 'n'.repeat(42), 'n'.repeat(44), `${'n'.repeat(42)}=`, `${'n'.repeat(42)}\n`].map(
      (nonce) => ({ nonce }),
    ),
    // A certificate is public: whoever reads it has no key.
    secrets: () => [],
  }
}
