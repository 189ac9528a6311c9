import {
  type Certificate,
  contentOf,
  type Der,
  elementsOf,
  numbered,
  numberedValue,
  smallNumberOf,
  tags,
} from '../../../x509/index.ts'
import { extensionIds } from './extension-ids.ts'
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
  requireSignature(algorithmIn(fields), chain[0].key, signedBytes(statement), fields)
  requireSameKey(chain[0], publicKey)

  const description = descriptionIn(chain[0])
  if (!Buffer.from(description.challenge).equals(clientDataHash))
    throw statementFailed('answers another challenge')
  const both = [...description.software, ...description.hardware]
  if (both.some(isForAll)) throw statementFailed('is for a key that every application may use')
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
  const extension = extensions.get(extensionIds.androidKey)
  if (!extension) throw statementFailed('has a certificate without description of its key')
  const [, level, , , challenge, , software, hardware] = elementsOf(extension.value)
  if (!level || !software || !hardware) throw statementFailed('describes its key in another form')
  return {
    challenge: contentOf(challenge, tags.octets),
    software: elementsOf(software),
    hardware: elementsOf(hardware),
    isHardware: smallNumberOf(level, tags.enumerated) > 0,
  }
}

/** Whatever stands in it: that it is there says it. */
function isForAll({ tag }: Der): boolean {
  return tag === numbered(facts.allApplications) || tag === numberedValue(facts.allApplications)
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
  return valuesOf(list, facts.origin).map((value) => smallNumberOf(value))
}

/** Sets of purposes, as text: of signing keys each is this one. */
function purposesIn(list: readonly Der[]): readonly string[] {
  return valuesOf(list, facts.purpose).map((value) =>
    elementsOf(value, tags.set)
      .map((one) => smallNumberOf(one))
      .join(),
  )
}

function valuesOf(list: readonly Der[], fact: number): readonly Der[] {
  const tagged = list.filter(({ tag }) => tag === numbered(fact))
  return tagged.flatMap((element) => elementsOf(element, numbered(fact)).slice(0, 1))
}
