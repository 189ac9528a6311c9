import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

/** Commands about codes: those of the article, and what they were missing. */
export const codeCommands: readonly CommandDefinition[] = [
  {
    name: 'create',
    summary: 'Make an authenticator for an account of an issuer, and show its QR code once.',
    assurance: 'service',
    changes: true,
    options: [
      option.account,
      option.issuer,
      option.logo,
      option.out,
      option.force,
      option.replace,
      option.add,
    ],
    examples: [
      'sallyport create -n d3@keepforyourself.com -i keepforyourselfBlog',
      'sallyport create -n ana -i Shop --logo logo.png --out ana.png',
    ],
    load: () => import('./commands/create.ts'),
  },
  {
    name: 'list',
    summary: 'List issuers, accounts and authenticators.',
    assurance: 'service',
    changes: false,
    options: [option.account, option.issuer],
    examples: ['sallyport list', 'sallyport list -i Shop --json'],
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'authenticate',
    summary: 'Check a code. Exit code 0 where it is right, 1 where it is refused.',
    assurance: 'service',
    changes: true,
    options: [option.issuer, option.code, option.account],
    examples: [
      'sallyport authenticate -i Shop -n ana -o 123456',
      'echo 123456 | sallyport authenticate -i Shop -o -',
    ],
    load: () => import('./commands/authenticate.ts'),
  },
  {
    name: 'show',
    summary: 'Show what is known of the authenticators of an account; no secret is shown again.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [option.account, option.issuer],
    examples: ['sallyport show -n ana', 'sallyport show -n ana -i Shop'],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'remove',
    summary: 'Take an authenticator off an account.',
    assurance: 'service',
    changes: true,
    options: [
      option.account,
      option.issuer,
      { flags: '--authenticator <id>', description: 'which one, where there are several' },
      option.reason,
      option.yes,
    ],
    examples: ['sallyport remove -n ana -i Shop', 'sallyport remove -n ana -i Shop --yes --reason "left"'],
    load: () => import('./commands/remove.ts'),
  },
  {
    name: 'import',
    summary: 'Take over authenticators of another product: all of a file, or none.',
    assurance: 'service',
    changes: true,
    argument: {
      name: '<file>',
      description: 'otpauth:// or otpauth-migration:// texts, one a line; "-" for standard input',
    },
    options: [
      { flags: '-i, --issuer-name <name>', description: 'the issuer of entries that name none' },
      { flags: '--dry-run', description: 'show what would be done' },
      option.yes,
    ],
    examples: ['sallyport import export.txt --dry-run', 'sallyport import - < export.txt'],
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'export',
    summary:
      'Print the keys, for another product to take over. They are secrets; it is kept in the audit trail.',
    assurance: 'service',
    changes: true,
    options: [
      option.account,
      option.issuer,
      {
        flags: '--format <format>',
        description: 'as key URIs, or as links for authenticator apps',
        choices: ['uri', 'migration'],
      },
      { flags: '--out <file>', description: 'write them to a file, mode 0600' },
      option.force,
      option.yes,
    ],
    examples: ['sallyport export -i Shop --out shop.txt', 'sallyport export -n ana --format migration --yes'],
    load: () => import('./commands/export.ts'),
  },
]
