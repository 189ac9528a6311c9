import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const looks = { assurance: 'service', changes: false, elsewhere: true } as const
const changes = { assurance: 'break-glass', changes: true, elsewhere: true } as const
const argument = { name: '<webhook>', description: 'its name or id' } as const
const url = { flags: '--url <address>', description: 'where events are posted to' } as const
const events = {
  flags: '--events <names...>',
  description: 'which: account.disabled, account.*, or * for all (usual)',
} as const

/** Commands about other systems that are told what happens here. */
export const webhookCommands: readonly CommandDefinition[] = [
  {
    ...looks,
    name: 'webhooks list',
    summary: 'List who is told what happens here.',
    options: [],
    examples: ['sallyport webhooks list'],
    load: () => import('./commands/webhooks-list.ts'),
  },
  {
    ...looks,
    name: 'webhooks show',
    summary: 'Show one webhook and its last messages.',
    argument,
    options: [],
    examples: ['sallyport webhooks show Siem'],
    load: () => import('./commands/webhooks-show.ts'),
  },
  {
    ...changes,
    name: 'webhooks create',
    summary: 'Tell another system what happens here; the secret that signs is shown once.',
    argument: { name: '<webhook>', description: 'what to call it' },
    options: [url, events],
    examples: [
      "sallyport webhooks create Siem --url https://siem.example.com/in --events 'account.*' proof.refused",
    ],
    load: () => import('./commands/webhooks-create.ts'),
  },
  {
    ...changes,
    name: 'webhooks change',
    summary: 'Change its address or its events; what is left out stays.',
    argument,
    options: [url, events, option.reason],
    examples: ['sallyport webhooks change Siem --events \'account.*\' --reason "less of it"'],
    load: () => import('./commands/webhooks-change.ts'),
  },
  {
    ...changes,
    name: 'webhooks test',
    summary: 'Post a message now, and tell what came of it.',
    argument,
    options: [],
    examples: ['sallyport webhooks test Siem'],
    load: () => import('./commands/webhooks-test.ts'),
  },
  {
    ...changes,
    name: 'webhooks rotate',
    summary: 'Make a new secret, shown once; both sign for a while.',
    argument,
    options: [{ flags: '--overlap <time>', description: 'for how long: 1h, 1d (usual), 30d' }],
    examples: ['sallyport webhooks rotate Siem --overlap 1h'],
    load: () => import('./commands/webhooks-rotate.ts'),
  },
  {
    ...changes,
    name: 'webhooks pause',
    summary: 'Post nothing more there until it is resumed.',
    argument,
    options: [option.reason],
    examples: ['sallyport webhooks pause Siem --reason "is being moved"'],
    load: () => import('./commands/webhooks-pause.ts'),
  },
  {
    ...changes,
    name: 'webhooks resume',
    summary: 'Post again, also what happened meanwhile.',
    argument,
    options: [option.reason],
    examples: ['sallyport webhooks resume Siem --reason "is back"'],
    load: () => import('./commands/webhooks-resume.ts'),
  },
  {
    ...changes,
    name: 'webhooks replay',
    summary: 'Post once more what happened between two times, under the ids that it had.',
    argument,
    options: [
      { flags: '--since <time>', description: 'from this time on: 2026-11-24 or 2026-11-24T08:00Z' },
      { flags: '--until <time>', description: 'before this time; now unless told' },
    ],
    examples: ['sallyport webhooks replay Siem --since 2026-11-24T08:00Z'],
    load: () => import('./commands/webhooks-replay.ts'),
  },
  {
    ...changes,
    name: 'webhooks remove',
    summary: 'Tell it nothing more; what waits for it is forgotten.',
    argument,
    options: [option.reason],
    examples: ['sallyport webhooks remove Siem --reason "not used any more"'],
    load: () => import('./commands/webhooks-remove.ts'),
  },
]
