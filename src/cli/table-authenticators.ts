import type { CommandDefinition } from './definition.ts'

const page = [
  { flags: '--cursor <id>', description: 'go on where the page before has ended' },
  { flags: '--limit <number>', description: 'how many; 50 unless told, 200 at most' },
] as const

/** Reports on what people have for the second door. */
export const authenticatorCommands: readonly CommandDefinition[] = [
  {
    name: 'authenticators ending',
    summary: 'Show second factors that end soon, whose they are and why; those in the pool, too.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [{ flags: '--days <number>', description: 'within how many; 90 unless told' }, ...page],
    examples: ['sallyport authenticators ending', 'sallyport authenticators ending --days 30 --json'],
    load: () => import('./commands/authenticators-ending.ts'),
  },
  {
    name: 'authenticators idle',
    summary: 'Show second factors that nobody has used for so long, or ever.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [{ flags: '--days <number>', description: 'for how many; 90 unless told' }, ...page],
    examples: ['sallyport authenticators idle', 'sallyport authenticators idle --days 365'],
    load: () => import('./commands/authenticators-idle.ts'),
  },
]
