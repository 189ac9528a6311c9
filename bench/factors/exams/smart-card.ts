import 'reflect-metadata'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { type Certified, newAuthority } from '../../../src/factors/webauthn/test/authority.ts'
import { internalError } from '../../../src/kernel/errors.ts'
import type { Exam, Turn } from '../exam.ts'

const forSigningIn = '1.3.6.1.5.5.7.3.2'

/** Whose cards are examined: an authority of our own, and its list of what is revoked, in files. */
export interface CardOffice {
  readonly root: Certified
  readonly config: object
}

export async function openCardOffice(folder: string): Promise<CardOffice> {
  const root = await newAuthority()
  const [anchor, list] = [join(folder, 'anchor.pem'), join(folder, 'revoked.crl')]
  writeFileSync(anchor, root.pem)
  writeFileSync(list, await root.revoke())
  return { root, config: { anchors: [anchor], revocation: { lists: [list], fetch: false, ask: false } } }
}

/** A certificate one step below the root, presented by the way that browsers present them. */
export function smartCardExam({ root }: CardOffice): Exam {
  return {
    factor: 'smart-card',
    async holder({ accountId }, engine) {
      const factor = engine.factors.find('smart-card')
      const { der } = await root.issue({
        subject: `O=Harbour Trading, CN=${accountId}`,
        extensions: [new x509.ExtendedKeyUsageExtension([forSigningIn])],
      })
      const ask = () => {
        const nonce = Buffer.from(engine.random.bytes(32)).toString('base64url')
        return { proof: { nonce }, expected: { nonce }, presents: { der, chain: [], nonce } }
      }
      const { proof, presents } = ask()
      const confirmed = await factor?.confirm({
        pending: proof,
        answer: proof,
        person: { accountId, name: accountId, contacts: [] },
        context: {
          at: engine.storage.clock.now(),
          application: await engine.portal(),
          clientCertificate: presents,
        },
      })
      if (!confirmed?.accepted) throw internalError('the card was not taken')
      return {
        kept: {
          data: confirmed.data,
          ...(confirmed.handle === undefined ? {} : { handle: confirmed.handle }),
        },
        turn: ask,
        isRight({ presents: shown }: Turn) {
          const card = new X509Certificate(shown?.der ?? '')
          return card.verify(createPublicKey(root.pem))
        },
      }
    },
  }
}
