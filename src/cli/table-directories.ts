import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const argument = { name: '<directory>', description: 'its name in the configuration' } as const

/** Commands about directories that accounts come from. */
export const directoryCommands: readonly CommandDefinition[] = [
  {
    name: 'directories list',
    summary: 'List the directories that accounts come from, and their last readings.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [],
    examples: ['sallyport directories list'],
    load: () => import('./commands/directories-list.ts'),
  },
  {
    name: 'directories check',
    summary: 'Ask the servers of a directory, and say what is wrong; exit code 1 where something is.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    argument,
    options: [],
    examples: ['sallyport directories check staff'],
    load: () => import('./commands/directories-check.ts'),
  },
  {
    name: 'directories sync',
    summary: 'Read a directory now; exit code 1 where too much would go, and nothing was changed.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    argument,
    options: [
      { flags: '--dry-run', description: 'only say what would be done' },
      { flags: '--consent <word>', description: 'let go what was held: the word that was told with it' },
      option.reason,
    ],
    examples: [
      'sallyport directories sync staff --dry-run',
      'sallyport directories sync staff --consent 0a1b2c3d --reason "the branch office is closed"',
    ],
    load: () => import('./commands/directories-sync.ts'),
  },
]
