import { accountMark } from '../accounts/index.ts'
import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

/** Commands about the people who sign in. */
export const accountCommands: readonly CommandDefinition[] = [
  {
    name: 'accounts list',
    summary: 'List accounts, by name.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [
      { flags: '--search <text>', description: 'only names with this in them' },
      { flags: '--after <cursor>', description: 'go on after the page before' },
      { flags: '--limit <number>', description: 'how many; 50 unless told, 200 at most' },
    ],
    examples: ['sallyport accounts list', 'sallyport accounts list --search ana --json'],
    load: () => import('./commands/accounts-list.ts'),
  },
  {
    name: 'accounts mark',
    summary:
      'Mark the accounts that a file names, one a line, as a feed gives them. Exit code 1 where some could not be.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    argument: { name: '[file]', description: 'the names; standard input unless told' },
    options: [
      { flags: '--mark <mark>', description: 'what they are', choices: accountMark.options },
      { flags: '--take', description: 'take the mark off instead' },
      option.reason,
    ],
    examples: [
      'sallyport accounts mark broken-into.txt --mark compromised --reason "feed of 24 November"',
      'sallyport accounts mark settled.txt --mark compromised --take --reason "passwords changed"',
    ],
    load: () => import('./commands/accounts-mark.ts'),
  },
  {
    name: 'accounts links',
    summary: 'Who an account is elsewhere, such as at Microsoft Entra ID.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [option.account],
    examples: ['sallyport accounts links -n ana'],
    load: () => import('./commands/accounts-links.ts'),
  },
  {
    name: 'accounts link',
    summary: 'Say who an account is elsewhere. By that alone nobody signs in.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    options: [
      option.account,
      { flags: '--issuer <url>', description: 'whose word it is: the issuer of its tokens' },
      { flags: '--subject <id>', description: 'who they are there, for good: at Entra ID the object ID' },
      option.reason,
    ],
    examples: [
      'sallyport accounts link -n ana --issuer https://login.microsoftonline.com/TENANT/v2.0 --subject OBJECT-ID --reason "known in person"',
    ],
    load: () => import('./commands/accounts-link.ts'),
  },
  {
    name: 'accounts unlink',
    summary: 'Take such a link off: whoever came by it is nobody here.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    options: [
      option.account,
      { flags: '--issuer <url>', description: 'whose word counts no more' },
      option.reason,
    ],
    examples: [
      'sallyport accounts unlink -n ana --issuer https://login.microsoftonline.com/TENANT/v2.0 --reason "made anew there"',
    ],
    load: () => import('./commands/accounts-unlink.ts'),
  },
  {
    name: 'invite',
    summary: 'Make a link by which somebody sets up what they sign in with. Shown once.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    options: [
      option.account,
      { flags: '--new', description: 'make the account first' },
      { flags: '--email <address>', description: 'the address of the new account' },
      option.reason,
    ],
    examples: [
      'sallyport invite -n ana --new --email ana@example.com',
      'sallyport invite -n ana --reason "the first link was lost"',
    ],
    load: () => import('./commands/invite.ts'),
  },
  {
    name: 'reset',
    summary: 'Take every second factor off an account, and make a link to set up new ones. Shown once.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    options: [option.account, option.reason, option.yes],
    examples: ['sallyport reset -n ana --reason "lost phone and codes, seen in person"'],
    load: () => import('./commands/reset.ts'),
  },
  {
    name: 'unlock',
    summary: 'Forget the failed tries that hold an account back.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    options: [option.account, option.reason],
    examples: ['sallyport unlock -n ana --reason "called the help desk"'],
    load: () => import('./commands/unlock.ts'),
  },
  {
    name: 'forget-browsers',
    summary: 'Have an account show a second factor again at every browser that was remembered for it.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    options: [option.account, option.reason],
    examples: ['sallyport forget-browsers -n ana --reason "the laptop was sold"'],
    load: () => import('./commands/forget-browsers.ts'),
  },
]
