import { createHash } from 'node:crypto'
import type { Account } from '../../accounts/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { DoorDeps } from '../protocol.ts'
import { toldOf } from '../told.ts'
import type { System } from './bind.ts'
import type { Entry } from './message.ts'
import { groupName, groupsName, peopleName, personName, suffixOf } from './names.ts'

/** Somebody, and the groups they are in, as one system may read them. */
export interface Described {
  readonly person: Entry
  readonly groups: readonly Entry[]
}

/** By the schemas of RFC 4519 and RFC 2798. */
export async function describe(
  deps: DoorDeps,
  { application: { id }, settings }: System,
  account: Account,
): Promise<Described> {
  const { name, email, phone, groups } = await toldOf(deps, account)
  const tells = new Set(settings.tells)
  const dn = personName(id, name)
  const own = tells.has('groups') ? groups : []
  return {
    person: {
      dn,
      attributes: {
        objectClass: ['top', 'person', 'organizationalPerson', 'inetOrgPerson'],
        uid: [name],
        cn: [name],
        sn: [name],
        ...(tells.has('email') && email ? { mail: [email.value] } : {}),
        ...(tells.has('phone') && phone ? { telephoneNumber: [phone.value] } : {}),
        ...(own.length > 0 ? { memberOf: own.map((group) => groupName(id, group)) } : {}),
        entryUUID: [uuidOf(id, account.id)],
      },
    },
    groups: own.map((group) => ({
      dn: groupName(id, group),
      attributes: {
        objectClass: ['top', 'groupOfNames'],
        cn: [group],
        member: [dn],
        entryUUID: [uuidOf(id, group)],
      },
    })),
  }
}

/** Another one in each system, and never another person's: names change, and are given anew (RFC 9562 §5.8). */
function uuidOf(applicationId: Id<'application'>, of: string): string {
  const bytes = createHash('sha256').update(`${applicationId} ${of}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** What people and groups stand in. */
export function foldersOf({
  application: { id, name },
}: System): Readonly<Record<'top' | 'people' | 'groups', Entry>> {
  const unit = (dn: string, ou: string): Entry => ({
    dn,
    attributes: { objectClass: ['top', 'organizationalUnit'], ou: [ou] },
  })
  return {
    top: {
      dn: suffixOf(id),
      attributes: { objectClass: ['top', 'organization'], o: [id], description: [name] },
    },
    people: unit(peopleName(id), 'people'),
    groups: unit(groupsName(id), 'groups'),
  }
}
