import type { CommandDefinition } from './definition.ts'

/** The command that attacks what one has built. */
export const probeCommands: readonly CommandDefinition[] = [
  {
    name: 'probe',
    summary:
      'Attack an application of your own, as an outsider and half signed in. Exit code 1 where a way around is.',
    assurance: 'none',
    changes: false,
    argument: { name: '<address>', description: 'where people open it: https://app.example.com' },
    options: [
      { flags: '--settings <file>', description: 'what it consists of; docs/guide/probe.md' },
      { flags: '--protected <paths>', description: 'guarded paths, with commas between; otherwise /' },
      { flags: '--sign-in <path>', description: 'its sign-in page' },
      { flags: '--direct <address>', description: 'its own port, behind the proxy' },
      { flags: '--half-cookie <file>', description: 'cookies after the password, before the second factor' },
      {
        flags: '--full-cookie <file>',
        description: 'cookies of somebody signed in: what guarded pages look like',
      },
      { flags: '--old-cookie <file>', description: 'cookies, or a token, that must not work any more' },
      { flags: '--password-file <file>', description: 'the password of the account in the settings' },
      { flags: '--confirm <host>', description: 'it is yours: the host again, where it is not this machine' },
      { flags: '--confirm-direct <host>', description: 'likewise for --direct' },
      { flags: '--rate <number>', description: 'requests a second: 1 to 50, otherwise 5' },
      { flags: '--most <number>', description: 'requests in all, otherwise 1500' },
      { flags: '--minutes <number>', description: 'how long at most, otherwise 10' },
    ],
    examples: [
      'sallyport probe http://localhost:3000 --protected /admin,/api/me --sign-in /sign-in',
      'sallyport probe https://wiki.example.com --confirm wiki.example.com --settings wiki.yaml',
    ],
    load: () => import('./commands/probe.ts'),
  },
]
