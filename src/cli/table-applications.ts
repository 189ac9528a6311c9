import { applicationClass } from '../applications/index.ts'
import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const looks = { assurance: 'service', changes: false, elsewhere: true } as const
const changes = { assurance: 'break-glass', changes: true, elsewhere: true } as const
const argument = { name: '<application>', description: 'its name' } as const
const door = { flags: '--door <door>', description: 'which one, where it is connected by several' } as const

/** Commands by which applications are connected: by OpenID Connect, SAML, a reverse proxy, RADIUS. */
export const applicationCommands: readonly CommandDefinition[] = [
  {
    ...looks,
    name: 'applications templates',
    summary: 'List the products that are known, and the doors by which they come.',
    options: [],
    examples: ['sallyport applications templates'],
    load: () => import('./commands/applications-templates.ts'),
  },
  {
    ...looks,
    name: 'applications list',
    summary: 'List applications, and the doors that they are connected by.',
    options: [],
    examples: ['sallyport applications list'],
    load: () => import('./commands/applications-list.ts'),
  },
  {
    ...looks,
    name: 'applications show',
    summary: 'Show what is set for an application, and what to enter on its side.',
    argument,
    options: [],
    examples: ['sallyport applications show Grafana'],
    load: () => import('./commands/applications-show.ts'),
  },
  {
    ...changes,
    name: 'applications create',
    summary: 'Connect an application; its secret is shown once.',
    argument: {
      name: '<template>',
      description: 'a product, or a door: oidc, saml, forward-auth, radius, ldap, hosted, entra',
    },
    options: [
      { flags: '--name <name>', description: 'what people know it by' },
      { flags: '--url <address>', description: 'where people open it: https://grafana.example.com' },
      {
        flags: '--class <class>',
        description: 'what it guards',
        choices: applicationClass.options,
      },
      { flags: '--owner <owner>', description: 'whom to ask about it' },
      { flags: '--redirect-uri <address...>', description: 'where people come back to (OpenID Connect)' },
      { flags: '--acs-url <address...>', description: 'where it takes responses (SAML)' },
      { flags: '--entity-id <name>', description: 'its entity ID (SAML)' },
      { flags: '--network <network...>', description: 'whence it asks (RADIUS, LDAP)' },
      { flags: '--return-to <address...>', description: 'where people come back to (our pages, own code)' },
      { flags: '--vouches', description: 'it checks passwords itself; its word counts as the first factor' },
      { flags: '--provides', description: 'whoever it vouches for gets an account here (own code)' },
      { flags: '--settings <file>', description: 'all other settings of the door, YAML or JSON' },
    ],
    examples: [
      'sallyport applications create grafana --name Grafana --url https://grafana.example.com',
      'sallyport applications create oidc --name Wiki --redirect-uri https://wiki.example.com/callback',
      'sallyport applications create hosted --name Shop --vouches --provides --return-to https://shop.example.com/second-factor',
    ],
    load: () => import('./commands/applications-create.ts'),
  },
  {
    ...changes,
    name: 'applications import',
    summary: 'Make applications as a file says, by their names; the same once more changes nothing.',
    argument: { name: '<file>', description: 'YAML or JSON, with a list of applications' },
    options: [{ flags: '--dry-run', description: 'only say what would be done' }, option.reason],
    examples: [
      'sallyport applications import applications.yaml --dry-run',
      'sallyport applications import applications.yaml --reason "new VPN"',
    ],
    load: () => import('./commands/applications-import.ts'),
  },
  {
    ...looks,
    name: 'applications test',
    summary: 'Try a connection out from one end to the other, and say what is wrong.',
    argument,
    options: [door, { flags: '--secret-file <file>', description: 'the secret as the other side has it' }],
    examples: ['sallyport applications test Grafana'],
    load: () => import('./commands/applications-test.ts'),
  },
  {
    ...changes,
    name: 'applications rotate',
    summary: 'Make a new secret, shown once; the old one works for a while.',
    argument,
    options: [door, { flags: '--overlap <time>', description: 'for how long: 1h, 1d (usual), 30d' }],
    examples: ['sallyport applications rotate Grafana --overlap 1h'],
    load: () => import('./commands/applications-rotate.ts'),
  },
  {
    ...changes,
    name: 'applications remove',
    summary: 'Disconnect an application from its doors and switch it off; its secrets stop at once.',
    argument,
    options: [option.reason],
    examples: ['sallyport applications remove Grafana --reason "not used any more"'],
    load: () => import('./commands/applications-remove.ts'),
  },
]
