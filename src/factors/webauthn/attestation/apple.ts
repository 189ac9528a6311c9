import { oids } from './certificate.ts'
import { contentOf, contextTag, inside, readDer, tags } from './der.ts'
import {
  chainIn,
  hash,
  type Made,
  requireFields,
  requireSameKey,
  type Statement,
  signedBytes,
  statementFailed,
} from './statement.ts'

/** WebAuthn L3 §8.8: a certificate made for this one key, with a hash of what would be signed inside. */
export function verifyApple(statement: Statement): Made {
  const { fields, publicKey } = statement
  requireFields(fields, 'x5c')
  const chain = chainIn(fields)
  const extension = chain[0].extensions.get(oids.appleNonce)
  if (!extension) throw statementFailed('has a certificate without nonce')
  const tagged = contextTag(inside(readDer(extension.value)), 1)
  const nonce = contentOf(inside(tagged)[0], tags.octetString)
  if (!hash('sha256', signedBytes(statement)).equals(nonce))
    throw statementFailed('has the nonce of another one')
  requireSameKey(chain[0], publicKey)
  return { by: 'certificates', chain, hardware: true }
}
