import { type Certificate, isListed, isListFor, type RevocationList } from '../../../x509/index.ts'

/** Whether one of the certificates of a path is revoked by a list that its issuer signed. The anchor is its own judge. */
export function isRevoked(path: readonly Certificate[], lists: readonly RevocationList[]): boolean {
  return path.some((certificate, place) => {
    const above = path.slice(place + 1)
    return lists.some((list) => isListFor(list, certificate, above) && isListed(list, certificate.serial))
  })
}
