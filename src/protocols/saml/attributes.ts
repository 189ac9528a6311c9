import type { Admission } from '../../authentication/index.ts'
import type { Random } from '../../kernel/random.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import { isVerified, type Told } from '../told.ts'
import { type Attribute, type NameId, newMessageId } from './assertion.ts'
import type { AuthnRequest } from './authn-request.ts'
import type { NameIdKind } from './names.ts'
import type { AttributeSource, SamlSettings } from './settings.ts'

/** How somebody is to be named; undefined where the application asks for a kind that it may not have. */
export function nameIdKindOf(
  { nameIds }: Pick<SamlSettings, 'nameIds'>,
  wanted: AuthnRequest['nameId'],
): NameIdKind | undefined {
  if (wanted === undefined) return nameIds[0]
  // It tells nothing, and so there is nothing to allow.
  if (wanted === 'transient') return wanted
  return nameIds.find((one) => one === wanted)
}

/** Undefined where somebody has no such name: an address that nobody has confirmed names nobody. */
export function nameIdOf(
  { box, random }: { readonly box: SecretBox; readonly random: Random },
  kind: NameIdKind,
  {
    admission,
    told,
  }: { readonly admission: Pick<Admission, 'accountId' | 'applicationId'>; readonly told: Told },
): NameId | undefined {
  switch (kind) {
    case 'persistent':
      return { kind, value: pairwise(box, admission) }
    case 'transient':
      return { kind, value: newMessageId(random) }
    case 'email':
      return told.email && isVerified(told.email) ? { kind, value: told.email.value } : undefined
    case 'name':
      return { kind, value: told.name }
  }
}

/** The same for one account in one application, and in no other: nobody can put two of them together. */
function pairwise(
  box: SecretBox,
  { accountId, applicationId }: Pick<Admission, 'accountId' | 'applicationId'>,
): string {
  const mac = box.mac('saml name id', Buffer.from(`${applicationId} ${accountId}`))
  return Buffer.from(mac).toString('base64url')
}

export function attributesOf(
  { attributes }: Pick<SamlSettings, 'attributes'>,
  told: Told,
): readonly Attribute[] {
  return Object.entries(attributes).map(([name, source]) => ({ name, values: valuesOf(source, told) }))
}

function valuesOf(source: AttributeSource, told: Told): readonly string[] {
  if (typeof source === 'object') {
    if ('value' in source) return [source.value]
    return told.groups.flatMap((group) =>
      Object.hasOwn(source.byGroup, group) ? (source.byGroup[group] ?? []) : [],
    )
  }
  if (source === 'groups') return told.groups
  if (source === 'email' || source === 'phone') return told[source] ? [told[source].value] : []
  return [told[source]]
}
