import { contentOf, elementsOf, numbered, tags } from '../../../x509/index.ts'
import { extensionIds } from './extension-ids.ts'
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
  const extension = chain[0].extensions.get(extensionIds.appleNonce)
  if (!extension) throw statementFailed('has a certificate without nonce')
  const tagged = elementsOf(extension.value).find(({ tag }) => tag === numbered(1))
  const nonce = contentOf(tagged && elementsOf(tagged, numbered(1))[0], tags.octets)
  if (!hash('sha256', signedBytes(statement)).equals(nonce))
    throw statementFailed('has the nonce of another one')
  requireSameKey(chain[0], publicKey)
  return { by: 'certificates', chain, hardware: true }
}
