import {
  type Certificate,
  commonName,
  findPath,
  type PathFault,
  readCertificate,
  shownName,
  textsOf,
} from '../../x509/index.ts'
import type { ClientCertificate } from '../factor.ts'
import type { SmartCardConfig } from './config.ts'
import { identityOf } from './identity.ts'
import type { Revocation } from './revocation/index.ts'
import type { SmartCardData } from './schema.ts'

/** What certificates are judged by. */
export interface Judges {
  readonly config: SmartCardConfig
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly revocation: Revocation
}

export type CertificateFault =
  | Exclude<PathFault, 'authority' | 'name' | 'unknown-extension'>
  | 'revoked'
  | 'nameless'

export type JudgedCertificate =
  | { readonly holds: true; readonly card: SmartCardData; readonly label: string }
  | { readonly holds: false; readonly fault: CertificateFault }
  /** Nobody can say just now whether it was revoked. */
  | { readonly holds: 'unknown' }

/**
 * Whether a presented certificate counts here, whoever it belongs to: chain, validity, purpose, policies, and that
 * nobody has revoked it or what stands above it. Only then is it looked at for whom it stands.
 */
export async function judgeCertificate(
  judges: Judges,
  presented: ClientCertificate,
  at: number,
): Promise<JudgedCertificate> {
  const { config, anchors } = judges
  const read = readAll(presented)
  if (!read) return fails('unreadable')
  const { leaf, chain } = read
  const authorities = [...chain, ...judges.intermediates]
  const found = findPath(leaf, { at, anchors, authorities, purposes: config.purposes })
  if (!found.found) return fails(faults[found.fault])
  if (config.policies.length > 0 && !config.policies.some((policy) => found.policies.has(policy)))
    return fails('policy')
  const standing = await judges.revocation.standingOf(found.path, presented.ocsp, at)
  if (standing === 'revoked') return fails('revoked')
  if (standing === 'unknown') return { holds: 'unknown' }
  const identity = identityOf(config.mapping, leaf, found.path.at(-1) ?? leaf)
  if (identity === undefined) return fails('nameless')
  const onCard = config.cardPolicies.some((policy) => found.policies.has(policy))
  return { holds: true, card: cardOf(leaf, config, identity, onCard), label: labelOf(leaf) }
}

function cardOf(
  leaf: Certificate,
  { mapping }: SmartCardConfig,
  identity: string,
  onCard: boolean,
): SmartCardData {
  return {
    mapping,
    identity,
    subject: shownName(leaf.subject),
    issuer: shownName(leaf.issuer),
    serial: leaf.serial.slice(0, 128),
    notAfter: leaf.notAfter,
    onCard,
  }
}

function labelOf({ subject }: Certificate): string {
  const [name] = textsOf(subject, commonName)
  return `Card of ${name ?? shownName(subject)}`.slice(0, 64)
}

/** An authority that may not issue this, or not so, is none that is trusted for it. */
const faults: Readonly<Record<PathFault, CertificateFault>> = {
  untrusted: 'untrusted',
  authority: 'untrusted',
  name: 'untrusted',
  'unknown-extension': 'untrusted',
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  weak: 'weak',
  purpose: 'purpose',
  policy: 'policy',
  unreadable: 'unreadable',
}

function fails(fault: CertificateFault): JudgedCertificate {
  return { holds: false, fault }
}

function readAll({ der, chain }: ClientCertificate) {
  try {
    return { leaf: readCertificate(der), chain: chain.map(readCertificate) }
  } catch {
    return undefined
  }
}
