import type { ApplicationTemplate } from '../../applications/index.ts'
import { numberOf } from '../ports.ts'
import { peopleName, readerName, suffixOf } from './names.ts'

const typed =
  'People type the code right behind their password. Let the system keep nobody signed in by asking again with the same words: a code is good once.'

/** Systems that speak nothing but LDAP. What can do SAML, OpenID Connect or RADIUS is better connected by it. */
export const ldapTemplates: readonly ApplicationTemplate[] = [
  {
    id: 'postgresql',
    name: 'PostgreSQL',
    about: 'Logins of a database',
    class: 'customer-data',
    asks: ['networks'],
    settings: () => ({ tells: [] }),
    steps: [
      {
        text: 'In pg_hba.conf, above the lines that let the same people in otherwise; then reload. In the place of SALLYPORT goes our address. Roles are named like accounts.',
        paste: ({ applicationId, port }) =>
          `hostssl all all all ldap ldapserver=SALLYPORT ldapport=${numberOf(port, 'ldap')} ldapscheme=ldaps ldapprefix="uid=" ldapsuffix=",${peopleName(applicationId)}"`,
      },
      typed,
    ],
  },
  {
    id: 'jenkins-ldap',
    name: 'Jenkins (LDAP plugin)',
    about: 'Build server',
    class: 'administration',
    asks: ['networks'],
    settings: () => ({}),
    steps: [
      {
        text: 'In Manage Jenkins, Security, Security Realm, choose LDAP; in the place of SALLYPORT goes our address:',
        paste: ({ applicationId, secret, port }) =>
          [
            `Server: ldaps://SALLYPORT:${numberOf(port, 'ldap')}`,
            `root DN: ${suffixOf(applicationId)}`,
            'User search base: ou=people',
            'User search filter: uid={0}',
            'Group search base: ou=groups',
            'Group membership: Search for LDAP groups containing user',
            `Manager DN: ${readerName(applicationId)}`,
            `Manager Password: ${secret}`,
          ].join('\n'),
      },
      typed,
    ],
  },
]
