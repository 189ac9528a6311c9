export {
  type Certificate,
  fingerprintOf,
  isSameCertificate,
  keyHashOf,
  readCertificate,
} from './certificate.ts'
export {
  authorityExtensions,
  type HolderWish,
  holderExtensions,
  pemOf,
  type Signer,
  subjectNameOf,
  writeCertificate,
  writeName,
} from './certificate-writer.ts'
export { contentOf, type Der, elementsOf, numbered, numberedValue, tags } from './der.ts'
export { bits, der, integer, nothing, octets, oid, sequence, set, time, within } from './der-writer.ts'
export { isMalformed } from './errors.ts'
export {
  basicConstraintsOf,
  emailsOf,
  type ListPlace,
  listPlacesOf,
  otherNamesOf,
  principalNamesOf,
  purposesOf,
  statusAddressesOf,
} from './extensions.ts'
export { canonicalName, isEmptyName, isNamed, type Name, shownName, textsOf } from './name.ts'
export { readNameText } from './name-text.ts'
export { commonName, organizationName, purposes } from './oids.ts'
export { type FoundPath, findPath, type PathFault, type PathRules } from './path.ts'
export { pemBlocks } from './pem.ts'
export { isListed, isListFor, type RevocationList, readRevocationList } from './revocation-list.ts'
export { type Revoked, writeRevocationList, writeStatusResponse } from './revocation-writer.ts'
export { type StatusQuestion, statusRequest } from './status-request.ts'
export { readStatusResponse, type StatusAnswer, type StatusFault } from './status-response.ts'
export { smallNumberOf } from './values.ts'
