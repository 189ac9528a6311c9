import { isMalformed } from '../../../x509/index.ts'
import { checkFailed } from '../errors.ts'
import { verifyAndroidKey } from './android-key.ts'
import { verifyApple } from './apple.ts'
import { verifyFidoU2f } from './fido-u2f.ts'
import { verifyPacked } from './packed.ts'
import { type Made, requireFields, type Statement } from './statement.ts'
import { verifyTpm } from './tpm.ts'

/** The formats of WebAuthn L3 §8, by their registered names: compared letter by letter. */
const formats: Readonly<Record<string, (statement: Statement) => Made>> = {
  packed: verifyPacked,
  tpm: verifyTpm,
  'android-key': verifyAndroidKey,
  'fido-u2f': verifyFidoU2f,
  apple: verifyApple,
  none: verifyNone,
}

/** Checks a statement by the rules of its format. Throws the check `attestation`. */
export function verifyStatement(format: unknown, statement: Statement): Made {
  const verify = typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined
  if (!verify) throw checkFailed('attestation', 'the statement is of a format that is not known')
  try {
    return verify(statement)
  } catch (cause) {
    throw isMalformed(cause) ? checkFailed('attestation', 'a certificate cannot be read', cause) : cause
  }
}

function verifyNone({ fields }: Statement): Made {
  requireFields(fields)
  return { by: 'nobody', chain: [], hardware: false }
}
