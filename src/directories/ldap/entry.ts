import type { Entry } from 'ldapts'
import type { DirectoryContact, DirectoryEntry } from '../directory.ts'
import type { LdapConfig } from './config.ts'
import { flavourOf } from './flavour.ts'
import { guidText } from './guid.ts'
import { sidOfGroup } from './sid.ts'

/** A person with the name that the directory files them under; that may change with each reading. */
export interface LdapEntry extends DirectoryEntry {
  readonly dn: string
  /** The SID of the group that they are in without being listed there. */
  readonly primaryGroup?: string
}

/** What a search for people asks for. */
export function attributesOf(config: LdapConfig): { attributes: string[]; binary: string[] } {
  const { id, name, email, phone, disabled, told } = namesOf(config)
  const { marks, binaryIds, primary } = flavourOf(config)
  const attributes = [
    id,
    name,
    email,
    phone,
    ...told,
    ...marks,
    ...(disabled === undefined ? [] : [disabled]),
    ...(primary ? [primary.sid, primary.group] : []),
  ]
  return { attributes, binary: [...(binaryIds ? [id] : []), ...(primary ? [primary.sid] : [])] }
}

export function namesOf(config: LdapConfig) {
  const flavour = flavourOf(config)
  const { id = flavour.id, name = flavour.name, ...rest } = config.attributes
  return { id, name, ...rest }
}

/** A person out of what was found; undefined where there is no id or no name, for then nobody could be linked (R12). */
export function toEntry(config: LdapConfig, found: Entry, at: number): LdapEntry | undefined {
  const values = valuesOf(found)
  const names = namesOf(config)
  const id = idOf(config, found, names.id)
  const [name] = values(names.name)
  if (id === undefined || name === undefined) return undefined
  const primaryGroup = primaryGroupOf(config, found)
  return {
    dn: found.dn,
    ...(primaryGroup === undefined ? {} : { primaryGroup }),
    id,
    name,
    disabled: isDisabled(config, values, at),
    contacts: [
      ...values(names.email).map((value) => ({ type: 'email', value }) satisfies DirectoryContact),
      ...values(names.phone).map((value) => ({ type: 'phone', value }) satisfies DirectoryContact),
    ],
    attributes: Object.fromEntries(names.told.map((attribute) => [attribute, values(attribute)])),
  }
}

/** The id of whatever was found, as text. */
export function idOf(config: LdapConfig, found: Entry, attribute: string): string | undefined {
  const [value] = bytesOf(found, attribute)
  if (value === undefined) return undefined
  return flavourOf(config).binaryIds ? guidText(value) : value.toString('utf8') || undefined
}

function primaryGroupOf(config: LdapConfig, found: Entry): string | undefined {
  const { primary } = flavourOf(config)
  if (!primary) return undefined
  const [own] = bytesOf(found, primary.sid)
  const [number] = valuesOf(found)(primary.group)
  return own && sidOfGroup(own, Number(number))
}

type Values = (attribute: string) => readonly string[]

/** Attributes by name whatever their case, without empty ones. */
export function valuesOf(found: Entry): Values {
  return (attribute) =>
    bytesOf(found, attribute)
      .map((value) => value.toString('utf8'))
      .filter((text) => text !== '')
}

function bytesOf(found: Entry, attribute: string): readonly Buffer[] {
  const wanted = attribute.toLowerCase()
  const [, value] = Object.entries(found).find(([name]) => name.toLowerCase() === wanted) ?? []
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
  return values.map((one) => (typeof one === 'string' ? Buffer.from(one, 'utf8') : one))
}

const accountDisabled = 0x2
/** Between 1601, where its clock begins, and 1970, in milliseconds. */
const windowsEpoch = 11_644_473_600_000n
const lockedForGood = '000001010000Z'

function isDisabled(config: LdapConfig, values: Values, at: number): boolean {
  const { disabled } = config.attributes
  if (disabled !== undefined && values(disabled).some(isYes)) return true
  const [control] = values('userAccountControl')
  if (control !== undefined && (Number(control) & accountDisabled) !== 0) return true
  if (values('accountExpires').some((ticks) => hasExpired(ticks, at))) return true
  return values('nsAccountLock').some(isYes) || values('pwdAccountLockedTime').includes(lockedForGood)
}

function isYes(value: string): boolean {
  return /^(true|yes|1)$/i.test(value)
}

/** Ticks of 100 ns since 1601; 0 and the largest number mean never. */
function hasExpired(ticks: string, at: number): boolean {
  if (!/^\d{1,19}$/.test(ticks)) return false
  const number = BigInt(ticks)
  return number !== 0n && number !== 0x7fff_ffff_ffff_ffffn && number / 10_000n - windowsEpoch <= BigInt(at)
}
