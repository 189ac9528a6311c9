import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const looks = { assurance: 'service', changes: false, elsewhere: true } as const
const changes = { assurance: 'break-glass', changes: true, elsewhere: true } as const
const argument = { name: '<group>', description: 'its name' } as const

/** Commands about groups of accounts, for rules to speak of. */
export const groupCommands: readonly CommandDefinition[] = [
  {
    ...looks,
    name: 'groups list',
    summary: 'List the groups of accounts, by name.',
    options: [],
    examples: ['sallyport groups list'],
    load: () => import('./commands/groups-list.ts'),
  },
  {
    ...looks,
    name: 'groups members',
    summary: 'List the members of a group.',
    argument,
    options: [],
    examples: ['sallyport groups members Treasury'],
    load: () => import('./commands/groups-members.ts'),
  },
  {
    ...changes,
    name: 'groups create',
    summary: 'Make a group.',
    argument,
    options: [],
    examples: ['sallyport groups create Treasury'],
    load: () => import('./commands/groups-create.ts'),
  },
  {
    ...changes,
    name: 'groups add',
    summary: 'Make an account a member of a group.',
    argument,
    options: [option.account, option.reason],
    examples: ['sallyport groups add Treasury -n ana --reason "moved there"'],
    load: () => import('./commands/groups-add.ts'),
  },
  {
    ...changes,
    name: 'groups take',
    summary: 'Take an account out of a group.',
    argument,
    options: [option.account, option.reason],
    examples: ['sallyport groups take Treasury -n ana --reason "moved on"'],
    load: () => import('./commands/groups-take.ts'),
  },
  {
    ...changes,
    name: 'groups remove',
    summary: 'Remove a group; its members stay, and rules that name it fit them no more.',
    argument,
    options: [option.reason],
    examples: ['sallyport groups remove Treasury --reason "now two of them"'],
    load: () => import('./commands/groups-remove.ts'),
  },
]
