import { checkCount } from '../collect.ts'
import { refuseFile } from '../problems.ts'
import { readXml, type XmlElement } from '../xml.ts'
import { type EncryptionKey, type MacMethod, readEncryptionKey, readMacMethod } from './encryption-key.ts'
import { type KeyPackage, readKeyPackage } from './key-package.ts'
import type { PskcOptions } from './options.ts'

const namespace = 'urn:ietf:params:xml:ns:keyprov:pskc'

/** A document as it stands, nothing decrypted. */
export interface Container {
  readonly encryption: EncryptionKey | undefined
  readonly mac: MacMethod | undefined
  readonly packages: readonly KeyPackage[]
}

/** Reads a key container, package by package (RFC 6030 §4). */
export async function readContainer(
  file: Uint8Array,
  options: Pick<PskcOptions, 'ignoreSignature'>,
): Promise<Container> {
  const packages: KeyPackage[] = []
  const found: { encryption?: EncryptionKey; mac?: MacMethod } = {}
  const readers: Readonly<Record<string, (element: XmlElement) => void>> = {
    EncryptionKey: (element) => once(found, 'encryption', readEncryptionKey(element)),
    MACMethod: (element) => once(found, 'mac', readMacMethod(element)),
    KeyPackage(element) {
      packages.push(readKeyPackage(element, packages.length + 1))
      checkCount(packages.length)
    },
    Signature: () => checkSigned(options),
    Extensions: () => undefined,
  }
  await readXml(file, ['KeyContainer'], {
    root: checkRoot,
    element(element) {
      const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined
      if (!read) refuseFile(`it has an element ${element.name} that RFC 6030 does not know`, remedy)
      read?.(element)
    },
  })
  return { encryption: found.encryption, mac: found.mac, packages }
}

const remedy = 'Ask its maker for a file that is as RFC 6030 says.'

/** Drafts before the RFC had other names: read as this one, they would mean something else. */
function checkRoot({ name, uri, attributes }: XmlElement): void {
  if (name !== 'KeyContainer' || uri !== namespace || attributes.Version !== '1.0')
    refuseFile('it is no key container of RFC 6030, version 1.0', remedy)
}

function once<Name extends string, Value>(found: { [Key in Name]?: Value }, name: Name, value: Value): void {
  if (found[name] !== undefined) refuseFile(`it has two of ${name}`, remedy)
  found[name] = value
}

function checkSigned({ ignoreSignature }: Pick<PskcOptions, 'ignoreSignature'>): void {
  if (ignoreSignature) return
  refuseFile(
    'it is signed, and signatures are not checked here',
    'Check it with `pskctool --verify`, then say that its signature may be ignored.',
  )
}
