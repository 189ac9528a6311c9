import type { Addresses } from './addresses.ts'
import { bindings, nameIdFormats, ns } from './names.ts'
import { element } from './xml-write.ts'

/** How long others may go on without looking again; well below the lead of a new key. */
const cacheDuration = 'PT6H'

/** What we tell of ourselves (SAML Metadata §2.4.3): where we are, and all keys that sign, have signed or will sign. */
export function ownMetadata(addresses: Addresses, certificates: readonly string[]): string {
  const services = (name: string, location: string) =>
    [bindings.redirect, bindings.post].map((Binding) => element(name, { Binding, Location: location }))
  const keys = certificates.map((certificate) =>
    element(
      'md:KeyDescriptor',
      { use: 'signing' },
      element(
        'ds:KeyInfo',
        { 'xmlns:ds': ns.signature },
        element('ds:X509Data', {}, element('ds:X509Certificate', {}, certificate)),
      ),
    ),
  )
  const role = element(
    'md:IDPSSODescriptor',
    { protocolSupportEnumeration: ns.protocol, WantAuthnRequestsSigned: false },
    ...keys,
    ...services('md:SingleLogoutService', addresses.logout),
    ...Object.values(nameIdFormats).map((format) => element('md:NameIDFormat', {}, format)),
    ...services('md:SingleSignOnService', addresses.signOn),
  )
  return element(
    'md:EntityDescriptor',
    { 'xmlns:md': ns.metadata, entityID: addresses.entityId, cacheDuration },
    role,
  ).markup
}
