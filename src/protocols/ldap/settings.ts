import { z } from 'zod'
import type { DoorKind, DoorPort } from '../../applications/index.ts'
import { networkText } from '../../policy/index.ts'
import { notYet, placeOf } from '../ports.ts'
import { peopleName, readerName, suffixOf } from './names.ts'
import { ldapTemplates } from './templates.ts'

export const ldapSettings = z.strictObject({
  networks: z
    .array(networkText)
    .min(1)
    .max(50)
    .describe(
      'The addresses that it asks from: `10.0.0.7`, `10.0.0.0/24`. From elsewhere nobody is let in by its names.',
    ),
  mode: z
    .enum(['password-and-code', 'code'])
    .default('password-and-code')
    .describe(
      '`password-and-code`: people type the code right behind their password. `code`: the system judges the password itself, and asks us about the code alone.',
    ),
  phone: z
    .boolean()
    .default(false)
    .describe(
      'People may also approve on their phone: they type `,push` and six digits of their own choice behind their password, and the phone asks for those digits. Weaker than a number that we choose. Counts for `password-and-code` only.',
    ),
  patience: z
    .int()
    .min(1)
    .max(60)
    .default(25)
    .describe(
      'Seconds that such a sign-in waits for the phone, and after which it is refused. Fewer than the system waits for us.',
    ),
  tells: z
    .array(z.enum(['email', 'phone', 'groups']))
    .max(3)
    .default(['email', 'groups'])
    .describe('What it may read of people beside their name: `mail`, `telephoneNumber`, `memberOf`.'),
})
export type LdapSettings = z.infer<typeof ldapSettings>

/** Systems that speak nothing but LDAP: they look somebody up, and bind as them. */
export const ldapKind: DoorKind<LdapSettings> = {
  id: 'ldap',
  name: 'LDAP',
  settings: ldapSettings,
  secret: 'hashed',
  asksCodeAlone: ({ mode }) => mode === 'code',
  templates: ldapTemplates,
  shows: ({ applicationId, port }) => [
    { label: 'Server', value: port ? ldapPlace(port) : notYet('ldap', 'TCP') },
    { label: 'Base', value: suffixOf(applicationId) },
    { label: 'Name to read with (bind DN); its password is the secret', value: readerName(applicationId) },
    { label: 'Names of people', value: `uid=ACCOUNT,${peopleName(applicationId)}` },
    { label: 'Filter', value: '(uid=ACCOUNT)' },
  ],
}

function ldapPlace(port: DoorPort): string {
  return `${placeOf(port, 'TCP')}, ${port.secure ? 'by TLS (ldaps)' : 'in plain (ldap)'}`
}
