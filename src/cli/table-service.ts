import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const since = { flags: '--since <time>', description: 'from this time on (2026-11-24 or 2026-11-24T08:00Z)' }
const until = { flags: '--until <time>', description: 'before this time' }
const event = { flags: '--event <name>', description: 'only this event: account.created' }

/** Commands about the service itself. */
export const serviceCommands: readonly CommandDefinition[] = [
  {
    name: 'serve',
    summary: 'Start the server.',
    assurance: 'service',
    changes: true,
    options: [
      { flags: '--port <number>', description: 'the port to listen on' },
      { flags: '--host <address>', description: 'the address to listen on' },
    ],
    examples: ['sallyport serve', 'sallyport serve --port 8443 --config /etc/sallyport.yaml'],
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'migrate',
    summary: 'Bring the database up to date.',
    assurance: 'schema',
    changes: true,
    options: [],
    examples: ['sallyport migrate'],
    load: () => import('./commands/migrate.ts'),
  },
  {
    name: 'doctor',
    summary: 'Look for what is wrong or could go wrong. Exit code 1 where something is.',
    assurance: 'service',
    changes: false,
    options: [],
    examples: ['sallyport doctor', 'sallyport doctor --json'],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'backup',
    summary: 'Copy everything but the key into one file, while the server goes on.',
    assurance: 'service',
    changes: false,
    options: [{ flags: '--out <file>', description: 'the file to write; it must not be there yet' }],
    examples: ['sallyport backup', 'sallyport backup --out /mnt/backups/monday.backup'],
    load: () => import('./commands/backup.ts'),
  },
  {
    name: 'restore',
    summary:
      'Bring a backup back as a new epoch: what was issued before it is void. The server must be stopped.',
    assurance: 'service',
    changes: true,
    argument: { name: '<file>', description: 'what "sallyport backup" made' },
    options: [
      { flags: '--dry-run', description: 'check the backup and the key, and change nothing' },
      { flags: '--replace', description: 'what is there already may be lost' },
      option.yes,
    ],
    examples: [
      'sallyport restore monday.backup --dry-run',
      'sallyport restore monday.backup',
      'sallyport restore monday.backup --replace',
    ],
    load: () => import('./commands/restore.ts'),
  },
  {
    name: 'rotate-keys',
    summary: 'Make a new key, and seal with it what older ones have sealed; the server goes on meanwhile.',
    assurance: 'service',
    changes: true,
    options: [
      { flags: '--add', description: 'only make the new key known; for several nodes' },
      { flags: '--only-node', description: 'no other node uses this database' },
      { flags: '--drop-old', description: 'take away older keys that open nothing any more' },
      { flags: '--print-new', description: 'only print a new key; for keys that lie in no file' },
      option.yes,
    ],
    examples: ['sallyport rotate-keys', 'sallyport rotate-keys --add', 'sallyport rotate-keys --drop-old'],
    load: () => import('./commands/rotate-keys.ts'),
  },
  {
    name: 'setup-link',
    summary: 'Make a new link by which an administrator is set up; older links are void.',
    assurance: 'break-glass',
    changes: true,
    options: [option.reason],
    examples: [
      'sallyport setup-link',
      'sallyport setup-link --reason "the only administrator lost the phone"',
    ],
    load: () => import('./commands/setup-link.ts'),
  },
  {
    name: 'audit verify',
    summary: 'Walk the audit trail and tell what was changed. Exit code 1 where something was.',
    assurance: 'service',
    changes: false,
    options: [{ flags: '--pinned <number:hash>', description: 'a seal that was kept elsewhere' }],
    examples: ['sallyport audit verify', 'sallyport audit verify --pinned 1204:9f2c…'],
    load: () => import('./commands/audit-verify.ts'),
  },
  {
    name: 'audit export',
    summary: 'Print the audit trail as JSON lines, oldest first.',
    assurance: 'service',
    changes: false,
    options: [since, until, event],
    examples: ['sallyport audit export --since 2026-11-01 > november.jsonl'],
    load: () => import('./commands/audit-export.ts'),
  },
  {
    name: 'audit search',
    summary: 'Look into the audit trail, newest first.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [
      option.account,
      since,
      until,
      event,
      {
        flags: '--outcome <outcome>',
        description: 'only this outcome',
        choices: ['accepted', 'refused', 'done'],
      },
      { flags: '--limit <number>', description: 'at most so many: 1 to 500, otherwise 50' },
    ],
    examples: [
      'sallyport audit search -n ana --since 2026-11-24',
      'sallyport audit search --outcome refused --json',
    ],
    load: () => import('./commands/audit-search.ts'),
  },
  {
    name: 'completion',
    summary: 'Print what makes a shell complete our commands.',
    assurance: 'none',
    changes: false,
    argument: { name: '<shell>', description: 'the shell', choices: ['bash', 'zsh', 'fish'] },
    options: [],
    examples: [
      'sallyport completion bash > /etc/bash_completion.d/sallyport',
      'sallyport completion fish | source',
    ],
    load: () => import('./commands/completion.ts'),
  },
]
