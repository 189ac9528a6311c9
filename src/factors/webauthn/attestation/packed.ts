import {
  type Certificate,
  commonName,
  contentOf,
  organizationName,
  tags,
  textsOf,
} from '../../../x509/index.ts'
import { extensionIds } from './extension-ids.ts'
import { mayIssue } from './path.ts'
import {
  algorithmIn,
  chainIn,
  type Made,
  requireFields,
  requireSignature,
  type Statement,
  signedBytes,
  statementFailed,
} from './statement.ts'

/** Attributes of a subject. */
const country = '2.5.4.6'
const unit = '2.5.4.11'

/** WebAuthn L3 §8.2: signed by a certificate of the maker, or by the new key itself. */
export function verifyPacked(statement: Statement): Made {
  const { fields, publicKey } = statement
  const algorithm = algorithmIn(fields)
  if (!fields.has('x5c')) {
    requireFields(fields, 'alg', 'sig')
    if (algorithm !== publicKey.algorithm)
      throw statementFailed('is signed with another algorithm than its key')
    requireSignature(algorithm, publicKey.key, signedBytes(statement), fields)
    return { by: 'self', chain: [], hardware: false }
  }

  requireFields(fields, 'alg', 'sig', 'x5c')
  const chain = chainIn(fields)
  requireSignature(algorithm, chain[0].key, signedBytes(statement), fields)
  requireMaker(chain[0])
  requireSameModel(chain[0], statement.credential.aaguid)
  return { by: 'certificates', chain, hardware: true }
}

/** WebAuthn L3 §8.2.1. */
function requireMaker(certificate: Certificate): void {
  const last = (attribute: string) => textsOf(certificate.subject, attribute).at(-1) ?? ''
  if (certificate.version !== 3) throw statementFailed('has a certificate of an old version')
  if (!/^[A-Z]{2}$/.test(last(country))) throw statementFailed('is by a maker of no country')
  if (!last(organizationName) || !last(commonName)) throw statementFailed('is by a maker without a name')
  if (last(unit) !== 'Authenticator Attestation')
    throw statementFailed('has a certificate for something else')
  if (mayIssue(certificate)) throw statementFailed('is signed by an authority itself')
}

/** Where a certificate names its model, the key must say the same. Throws where it marks that as critical. */
export function requireSameModel({ extensions }: Certificate, aaguid: string): void {
  const extension = extensions.get(extensionIds.aaguid)
  if (!extension) return
  const model = Buffer.from(contentOf(extension.value, tags.octets)).toString('hex')
  if (extension.critical || model !== aaguid.replaceAll('-', ''))
    throw statementFailed('is for another model')
}
