import type { KeyObject } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { digestAlgorithms, enveloped, exclusive, isSignedBy, signatureAlgorithms } from './algorithms.ts'
import type { Element } from './dom.ts'
import { badSignature } from './errors.ts'
import { ns } from './names.ts'
import { attributeOf, childOf, childrenOf, elementsIn, isNamed, readXml } from './xml-read.ts'

/**
 * What of a message was signed, read anew from the very bytes that the signature covers: whatever else the message
 * holds was never there (V-87, V-88). Undefined where it has no signature. Throws `saml.signature`.
 */
export function verifiedXml(
  text: string,
  keys: readonly KeyObject[],
  root: Element = readXml(text),
): Element | undefined {
  const signature = signatureOf(root)
  if (!signature) return undefined
  requirePlainShape(root, signature)
  const signed = signedWith(keys, text, signature)
  if (signed === undefined) throw badSignature('by no key of this application')
  const read = readXml(signed)
  if (read.localName !== root.localName || read.namespaceURI !== root.namespaceURI)
    throw badSignature('something else is signed')
  if (attributeOf(read, 'ID') !== attributeOf(root, 'ID')) throw badSignature('something else is signed')
  return read
}

/** Of the message itself, right below it; signatures anywhere else are an attempt to have the wrong part read. */
function signatureOf(root: Element): Element | undefined {
  const all = Array.from(root.getElementsByTagNameNS(ns.signature, 'Signature'))
  if (all.length > 1) throw badSignature('several signatures')
  const [signature] = all
  if (signature && signature.parentNode !== root) throw badSignature('a signature that is not of the message')
  return signature
}

/** SAML Core §5.4: one reference, to the message that holds the signature, with these two transforms. */
function requirePlainShape(root: Element, signature: Element): void {
  const info = only(signature, 'SignedInfo')
  const reference = only(info, 'Reference')
  const id = attributeOf(root, 'ID')
  if (!id || attributeOf(reference, 'URI') !== `#${id}`) throw badSignature('the reference leads elsewhere')
  if (algorithmOf(only(info, 'CanonicalizationMethod')) !== exclusive) throw badSignature('canonicalization')
  if (!signatureAlgorithms.has(algorithmOf(only(info, 'SignatureMethod')))) throw badSignature('algorithm')
  if (!digestAlgorithms.has(algorithmOf(only(reference, 'DigestMethod')))) throw badSignature('digest')
  const transforms = childrenOf(only(reference, 'Transforms'), ns.signature, 'Transform').map(algorithmOf)
  if (transforms.join() !== [enveloped, exclusive].join()) throw badSignature('transforms')
  const allowed = ['SignedInfo', 'SignatureValue', 'KeyInfo']
  if (!elementsIn(signature).every((one) => allowed.some((name) => isNamed(one, ns.signature, name))))
    throw badSignature('something beside the signature')
}

function only(parent: Element, name: string): Element {
  const found = childOf(parent, ns.signature, name)
  if (!found) throw badSignature(`${name} is missing`)
  return found
}

function algorithmOf(element: Element): string {
  return attributeOf(element, 'Algorithm') ?? ''
}

/**
 * The canonical bytes that one of these keys has signed; undefined where none has. What the message says of keys is not
 * read. The library goes over the message once, however many keys there are.
 */
function signedWith(keys: readonly KeyObject[], text: string, signature: Element): string | undefined {
  const [someKey] = keys
  if (!someKey) return undefined
  const verifier = new SignedXml({
    publicCert: someKey,
    getCertFromKeyInfo: () => null,
  })
  verifier.SignatureAlgorithms = Object.fromEntries(
    [...signatureAlgorithms.keys()].map((algorithm) => [algorithm, verifierOf(keys, algorithm)]),
  )
  try {
    verifier.loadSignature(signature)
    if (!verifier.checkSignature(text)) return undefined
    const signed = verifier.getSignedReferences()
    return signed.length === 1 ? signed[0] : undefined
  } catch {
    return undefined
  }
}

/** Our own judgement of keys and algorithms, in the shape that the library asks for. */
function verifierOf(keys: readonly KeyObject[], algorithm: string) {
  return class {
    getAlgorithmName(): string {
      return algorithm
    }
    getSignature(): string {
      throw new Error('this only verifies')
    }
    verifySignature(material: string, _key: unknown, value: string): boolean {
      const bytes = Buffer.from(material)
      const signature = Buffer.from(value, 'base64')
      return keys.some((key) => isSignedBy(key, { algorithm, bytes, signature }))
    }
  }
}
