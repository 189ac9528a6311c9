import IconAddressBook from '@tabler/icons-react/icons/IconAddressBook'
import IconBrandWindows from '@tabler/icons-react/icons/IconBrandWindows'
import IconCertificate from '@tabler/icons-react/icons/IconCertificate'
import IconCode from '@tabler/icons-react/icons/IconCode'
import IconId from '@tabler/icons-react/icons/IconId'
import IconPlug from '@tabler/icons-react/icons/IconPlug'
import IconRouter from '@tabler/icons-react/icons/IconRouter'
import IconServer from '@tabler/icons-react/icons/IconServer'
import type { ComponentType } from 'react'

const icons: Readonly<Record<string, ComponentType<{ size?: number }>>> = {
  oidc: IconId,
  saml: IconCertificate,
  'forward-auth': IconServer,
  radius: IconRouter,
  ldap: IconAddressBook,
  hosted: IconCode,
  entra: IconBrandWindows,
}

/** A picture of a door; a plug for one that nobody has drawn. */
export function iconOf(door: string): ComponentType<{ size?: number }> {
  return icons[door] ?? IconPlug
}
