import type { KeyObject } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { enveloped, exclusive, rsaSha256, sha256 } from './algorithms.ts'
import { ns } from './names.ts'

export interface SigningPair {
  readonly privateKey: KeyObject
  /** DER in Base64, as metadata and signatures carry it. */
  readonly certificate: string
}

/** Signs one message or assertion; the signature follows its Issuer, where the schema wants it. */
export function signXml(text: string, { privateKey, certificate }: SigningPair): string {
  const signer = new SignedXml({
    privateKey,
    idAttribute: 'ID',
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
    getKeyInfoContent: () =>
      `<ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`,
  })
  signer.addReference({ xpath: '/*', transforms: [enveloped, exclusive], digestAlgorithm: sha256 })
  signer.computeSignature(text, {
    prefix: 'ds',
    location: {
      reference: `/*/*[local-name()='Issuer' and namespace-uri()='${ns.assertion}']`,
      action: 'after',
    },
  })
  return signer.getSignedXml()
}
