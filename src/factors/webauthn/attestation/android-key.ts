import { type Certificate, oids } from './certificate.ts'
import { contentOf, contextTag, type Der, inside, readDer, smallNumber, tags } from './der.ts'
import {
  algorithmIn,
  chainIn,
  type Made,
  requireFields,
  requireSameKey,
  requireSignature,
  type Statement,
  signedBytes,
  statementFailed,
} from './statement.ts'

/** Android's numbers for facts about a key (Key and ID Attestation, schema of the extension). */
const facts = { purpose: 1, allApplications: 600, origin: 702 } as const
const purposeSign = '2'
const originGenerated = 0

/** WebAuthn L3 §8.4: the key store of the device certifies the new key and says how it keeps it. */
export function verifyAndroidKey(statement: Statement): Made {
  const { fields, publicKey, clientDataHash } = statement
  requireFields(fields, 'alg', 'sig', 'x5c')
  const chain = chainIn(fields)
  requireSignature(algorithmIn(fields), chain[0].x509.publicKey, signedBytes(statement), fields)
  requireSameKey(chain[0], publicKey)

  const description = descriptionIn(chain[0])
  if (!Buffer.from(description.challenge).equals(clientDataHash))
    throw statementFailed('answers another challenge')
  const both = [...description.software, ...description.hardware]
  if (contextTag(both, facts.allApplications))
    throw statementFailed('is for a key that every application may use')
  if (saysOtherwise(both)) throw statementFailed('is for a key that was not made here for signing')
  const isHardware = description.isHardware && saysWell(description.hardware)
  return { by: 'certificates', chain, hardware: isHardware }
}

interface Description {
  readonly challenge: Uint8Array
  /** Facts that the operating system vouches for, and those that the secure hardware does. */
  readonly software: readonly Der[]
  readonly hardware: readonly Der[]
  readonly isHardware: boolean
}

/** version, level, keymint version and level, challenge, unique id, software-enforced, hardware-enforced. */
function descriptionIn({ extensions }: Certificate): Description {
  const extension = extensions.get(oids.androidKey)
  if (!extension) throw statementFailed('has a certificate without description of its key')
  const fields = inside(readDer(extension.value))
  return {
    challenge: contentOf(fields[4], tags.octetString),
    software: inside(fields[6]),
    hardware: inside(fields[7]),
    isHardware: smallNumber(fields[1], tags.enumerated) > 0,
  }
}

/** Made on this device, for signing: whoever says it must not also say something else. */
function saysOtherwise(list: readonly Der[]): boolean {
  return (
    originsIn(list).some((origin) => origin !== originGenerated) ||
    purposesIn(list).some((set) => set !== purposeSign)
  )
}

/** The secure hardware itself says it. W3C's own test vector leaves it out, so that silence is no refusal. */
function saysWell(list: readonly Der[]): boolean {
  return originsIn(list).length > 0 && purposesIn(list).length > 0 && !saysOtherwise(list)
}

function originsIn(list: readonly Der[]): readonly number[] {
  return valuesOf(list, facts.origin).map((value) => smallNumber(value))
}

/** Sets of purposes, as text: of signing keys each is this one. */
function purposesIn(list: readonly Der[]): readonly string[] {
  return valuesOf(list, facts.purpose).map((value) =>
    inside(value)
      .map((one) => smallNumber(one))
      .join(),
  )
}

function valuesOf(list: readonly Der[], fact: number): readonly (Der | undefined)[] {
  const tagged = list.filter((element) => element.tagClass === 'context' && element.tag === fact)
  return tagged.map((element) => inside(element)[0])
}
