import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const factor = { flags: '-f, --factor <id>', description: 'the factor that the tokens are of' }
const serial = { name: '<serial>', description: 'the serial number or public id' }

/** Commands about tokens that belong to nobody yet, and what is handed out to people. */
export const tokenCommands: readonly CommandDefinition[] = [
  {
    name: 'tokens import',
    summary: 'Bring a file of tokens into the pool: all of it, or none.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    argument: { name: '<file>', description: 'the file that came with the box; "-" reads standard input' },
    options: [
      factor,
      { flags: '--format <id>', description: 'the kind of file; found by looking at it where left out' },
      {
        flags: '--options <file>',
        description: 'a JSON file with what the format asks for: a passphrase, a key',
      },
      { flags: '--dry-run', description: 'only show what would come in' },
      option.yes,
    ],
    examples: [
      'sallyport tokens import -f FACTOR box.pskc.xml --dry-run',
      'sallyport tokens import -f FACTOR box.pskc.xml --options passphrase.json',
    ],
    load: () => import('./commands/tokens-import.ts'),
  },
  {
    name: 'tokens list',
    summary: 'Show the tokens of the pool, by serial number.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [
      factor,
      { flags: '--begins <text>', description: 'how the serial number begins' },
      { flags: '--after <serial>', description: 'go on after this one' },
      { flags: '--limit <number>', description: 'how many; 50 unless told, 200 at most' },
    ],
    examples: ['sallyport tokens list -f FACTOR', 'sallyport tokens list -f FACTOR --begins 0815'],
    load: () => import('./commands/tokens-list.ts'),
  },
  {
    name: 'tokens assign',
    summary: 'Put a token aside for an account; without -n for nobody in particular.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    argument: serial,
    options: [factor, option.account, option.reason],
    examples: ['sallyport tokens assign -f FACTOR 0815 -n ana --reason "first day"'],
    load: () => import('./commands/tokens-assign.ts'),
  },
  {
    name: 'tokens retire',
    summary: 'Take a token out of the pool for good.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    argument: serial,
    options: [factor, option.reason],
    examples: ['sallyport tokens retire -f FACTOR 0815 --reason "battery"'],
    load: () => import('./commands/tokens-retire.ts'),
  },
  {
    name: 'tokens return',
    summary: 'Take a token off its account and put it back into the pool.',
    assurance: 'service',
    changes: true,
    argument: serial,
    options: [factor, option.reason],
    examples: ['sallyport tokens return -f FACTOR 0815 --reason "has left"'],
    load: () => import('./commands/tokens-return.ts'),
  },
  {
    name: 'hand-out',
    summary: 'Make what lets somebody in who has nothing else, in place of an older one. Shown once.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    argument: { name: '[factor]', description: 'what is handed out, where there are several kinds' },
    options: [
      option.account,
      { flags: '--from <time>', description: 'from when it is good; at once unless told' },
      { flags: '--lifetime <seconds>', description: 'how long it is good' },
      { flags: '--uses <number>', description: 'how often it may be used' },
      option.reason,
    ],
    examples: [
      'sallyport hand-out -n ana --reason "new phone, seen in person"',
      'sallyport hand-out -n ana --from 2026-12-01T08:00Z --lifetime 28800 --reason "first day"',
    ],
    load: () => import('./commands/hand-out.ts'),
  },
]
