import type { LdapConfig } from './config.ts'

/** What is assumed of a directory where its configuration does not say. */
export interface Flavour {
  readonly id: string
  readonly name: string
  readonly users: string
  readonly groups: string
  /** Attributes that tell who is disabled. */
  readonly marks: readonly string[]
  /** Ids are sixteen bytes, and not their text. */
  readonly binaryIds: boolean
  /** The directory itself follows groups in groups. */
  readonly chains: boolean
  /** Everybody is in one group that does not list them: what tells who somebody is, and the number of that group. */
  readonly primary?: { readonly sid: string; readonly group: string }
}

const flavours: Readonly<Record<LdapConfig['flavour'], Flavour>> = {
  openldap: {
    id: 'entryUUID',
    name: 'uid',
    users: '(objectClass=inetOrgPerson)',
    groups: '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))',
    // By the policy overlay, and by the servers that came of Netscape's.
    marks: ['pwdAccountLockedTime', 'nsAccountLock'],
    binaryIds: false,
    chains: false,
  },
  'active-directory': {
    id: 'objectGUID',
    name: 'sAMAccountName',
    users: '(&(objectCategory=person)(objectClass=user))',
    groups: '(objectClass=group)',
    marks: ['userAccountControl', 'accountExpires'],
    binaryIds: true,
    chains: true,
    primary: { sid: 'objectSid', group: 'primaryGroupID' },
  },
}

export function flavourOf({ flavour }: Pick<LdapConfig, 'flavour'>): Flavour {
  return flavours[flavour]
}
