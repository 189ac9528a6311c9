import { basicConstraintsOf, type Certificate, findPath, isSameCertificate } from '../../../x509/index.ts'

/**
 * The certificates from the first of a chain to one of the anchors, both included; undefined where no path leads there.
 * The anchor may be the first itself: metadata name the certificates of some
 * keys (FIDO Metadata Statement 3.0 §4, attestationRootCertificates).
 */
export function pathToAnchor(
  chain: readonly Certificate[],
  anchors: readonly Certificate[],
  at: number,
): readonly [Certificate, ...Certificate[]] | undefined {
  const [leaf, ...authorities] = chain
  if (!leaf) return undefined
  if (anchors.some((anchor) => isSameCertificate(anchor, leaf)))
    return leaf.notBefore <= at && at <= leaf.notAfter ? [leaf] : undefined
  const found = findPath(leaf, { at, anchors, authorities })
  return found.found ? found.path : undefined
}

/** Whether a certificate says that it may issue others; those that attest a key must not (WebAuthn L3 §8.2.1). */
export function mayIssue(certificate: Certificate): boolean {
  return basicConstraintsOf(certificate)?.authority ?? false
}
