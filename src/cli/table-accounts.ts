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
]
