import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const decided = {
  assurance: 'break-glass',
  changes: true,
  argument: { name: '<id>', description: 'the exception' },
  options: [option.reason],
} as const

/** Commands about accounts that are left out of something until a time. */
export const exceptionCommands: readonly CommandDefinition[] = [
  {
    name: 'exceptions list',
    summary: 'List who is left out of what, until when and why; those that are over with --all.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [{ flags: '--all', description: 'those that are over, too' }],
    examples: ['sallyport exceptions list', 'sallyport exceptions list --all --json'],
    load: () => import('./commands/exceptions-list.ts'),
  },
  {
    name: 'exceptions request',
    summary:
      'Leave an account out of something until a time. In the console it takes two administrators, and no key of an application.',
    assurance: 'break-glass',
    changes: true,
    options: [
      option.account,
      { flags: '--application <name>', description: 'only there; everywhere unless told' },
      { flags: '--rule <name...>', description: 'the rules that are left out' },
      { flags: '--mfa', description: 'the second factor that the policy asks of everybody' },
      { flags: '--until <time>', description: 'when it ends (2026-12-24); ninety days from now at most' },
      option.reason,
    ],
    examples: [
      'sallyport exceptions request -n scanner --mfa --until 2026-12-24 --reason "replaced in December"',
      'sallyport exceptions request -n ana --application Payments --rule "Money" --until 2026-12-01 --reason "key is on its way"',
    ],
    load: () => import('./commands/exceptions-request.ts'),
  },
  {
    ...decided,
    name: 'exceptions approve',
    summary: 'Put an exception in force that somebody else has asked for.',
    examples: ['sallyport exceptions approve 06f5ktn2v8g5c7z9p3m1qxwbdj4r0hye --reason "seen with Ana"'],
    load: () => import('./commands/exceptions-approve.ts'),
  },
  {
    ...decided,
    elsewhere: true,
    name: 'exceptions end',
    summary: 'Take an exception back, or say no to one that was asked for.',
    examples: ['sallyport exceptions end 06f5ktn2v8g5c7z9p3m1qxwbdj4r0hye --reason "the key has come"'],
    load: () => import('./commands/exceptions-end.ts'),
  },
]
