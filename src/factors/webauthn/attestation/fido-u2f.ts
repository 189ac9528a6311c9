import {
  chainIn,
  type Made,
  requireFields,
  requireSignature,
  type Statement,
  statementFailed,
} from './statement.ts'

/**
 * WebAuthn L3 §8.6: keys from before FIDO2, with one certificate and P-256. What they sign leaves out the authenticator
 * data, so that nothing in there is theirs.
 */
export function verifyFidoU2f({ fields, data, credential, publicKey, clientDataHash }: Statement): Made {
  requireFields(fields, 'sig', 'x5c')
  const chain = chainIn(fields)
  const { key: maker } = chain[0]
  if (chain.length !== 1) throw statementFailed('has more than one certificate')
  if (maker.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw statementFailed('is signed on another curve')
  if (publicKey.algorithm !== 'ES256') throw statementFailed('is for a key on another curve')

  const { x = '', y = '' } = publicKey.key.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const signed = Buffer.concat([Buffer.of(0), data.rpIdHash, clientDataHash, credential.id, point])
  requireSignature('ES256', maker, signed, fields)
  return { by: 'certificates', chain, hardware: true, namesNoModel: true }
}
