import { applicationClass } from '../applications/index.ts'
import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const looks = { assurance: 'service', changes: false, elsewhere: true } as const
const changes = { assurance: 'break-glass', changes: true, elsewhere: true } as const

/** Commands about applications that register themselves. */
export const registrationCommands: readonly CommandDefinition[] = [
  {
    ...looks,
    name: 'registration-tokens list',
    summary: 'List with what applications may register themselves.',
    options: [],
    examples: ['sallyport registration-tokens list'],
    load: () => import('./commands/registration-tokens-list.ts'),
  },
  {
    ...changes,
    name: 'registration-tokens create',
    summary: 'Let applications register themselves by OpenID Connect; the token is shown once.',
    argument: { name: '<token>', description: 'what to call it' },
    options: [
      { flags: '--name-prefix <prefix>', description: 'stands before the names that they give themselves' },
      {
        flags: '--host <host...>',
        description: 'where their addresses may lie: wiki.example.com, *.example.com, localhost',
      },
      { flags: '--scheme <scheme...>', description: 'schemes of native applications: com.example.app' },
      { flags: '--grant <grant...>', description: 'what they may ask for' },
      { flags: '--scope <scope...>', description: 'what they may learn' },
      { flags: '--class <class>', description: 'what they guard', choices: applicationClass.options },
      { flags: '--owner <owner>', description: 'whom to ask about them' },
      { flags: '--uses <number>', description: 'how many may register with it (usual: 1)' },
      { flags: '--until <time>', description: 'when it ends: 2026-12-31 or 2026-12-31T18:00Z' },
      { flags: '--without-approval', description: 'they work before an administrator has looked at them' },
    ],
    examples: [
      'sallyport registration-tokens create pipeline --name-prefix CI --host *.apps.example.com --uses 20 --until 2026-12-31',
    ],
    load: () => import('./commands/registration-tokens-create.ts'),
  },
  {
    ...changes,
    name: 'registration-tokens revoke',
    summary: 'Let nothing more register with a token; what has done so stays.',
    argument: { name: '<token>', description: 'its name, its first characters or its id' },
    options: [option.reason],
    examples: ['sallyport registration-tokens revoke pipeline --reason "leaked"'],
    load: () => import('./commands/registration-tokens-revoke.ts'),
  },
  {
    ...changes,
    name: 'applications approve',
    summary: 'Say that you have looked at an application that registered itself; it is switched on.',
    argument: { name: '<application>', description: 'its name' },
    options: [
      { flags: '--seen <version>', description: 'what you looked at, as `applications show` says' },
      option.reason,
    ],
    examples: ['sallyport applications approve "CI Wiki" --seen 1 --reason "it is ours"'],
    load: () => import('./commands/applications-approve.ts'),
  },
]
