import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const changes = { assurance: 'break-glass', changes: true, elsewhere: true } as const
const argument = {
  name: '<stream>',
  description: 'its id, or its application, if that has only one',
} as const

/** Commands about the streams of security events that applications make themselves (Shared Signals). */
export const streamCommands: readonly CommandDefinition[] = [
  {
    assurance: 'service',
    changes: false,
    elsewhere: true,
    name: 'streams list',
    summary: 'List which applications hear when sessions end and credentials change.',
    options: [],
    examples: ['sallyport streams list'],
    load: () => import('./commands/streams-list.ts'),
  },
  {
    ...changes,
    name: 'streams pause',
    summary: 'Tell it nothing more until an administrator resumes it.',
    argument,
    options: [option.reason],
    examples: ['sallyport streams pause Wiki --reason "asks for too much"'],
    load: () => import('./commands/streams-pause.ts'),
  },
  {
    ...changes,
    name: 'streams resume',
    summary: 'Tell it again, also what happened while it was paused.',
    argument,
    options: [option.reason],
    examples: ['sallyport streams resume Wiki --reason "is mended"'],
    load: () => import('./commands/streams-resume.ts'),
  },
  {
    ...changes,
    name: 'streams remove',
    summary: 'Remove it with what waits for it; its application may make another one.',
    argument,
    options: [option.reason],
    examples: ['sallyport streams remove Wiki --reason "not used any more"'],
    load: () => import('./commands/streams-remove.ts'),
  },
]
