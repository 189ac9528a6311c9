import { ruleDoor, rulePurpose } from '../policy/index.ts'
import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

/** Commands about what is asked of whom. */
export const policyCommands: readonly CommandDefinition[] = [
  {
    name: 'policy list',
    summary: 'Show the rules in force, each in a sentence.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [],
    examples: ['sallyport policy list', 'sallyport policy list --json'],
    load: () => import('./commands/policy-list.ts'),
  },
  {
    name: 'policy check',
    summary: 'Look for rules that never fit, contradict, add nothing, or shut administrators out.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [],
    examples: ['sallyport policy check', 'sallyport policy check --config draft.yaml'],
    load: () => import('./commands/policy-check.ts'),
  },
  {
    name: 'policy explain',
    summary: 'Say what an account would need, and which rules say so. Exit code 1 where it does not come in.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [
      option.account,
      { flags: '--application <name>', description: 'for this application; our own pages unless told' },
      { flags: '--from <address>', description: 'coming from this address' },
      {
        flags: '--device <kind>',
        description: 'with a browser that is known, or new',
        choices: ['known', 'new'],
      },
      { flags: '--at <time>', description: 'at this time (2026-11-24T08:00Z); now unless told' },
      {
        flags: '--door <door>',
        description: 'through this door',
        choices: ruleDoor.options,
      },
      {
        flags: '--purpose <purpose>',
        description: 'to do this; sign-in unless told',
        choices: rulePurpose.options,
      },
    ],
    examples: [
      'sallyport policy explain -n ana',
      'sallyport policy explain -n ana --application Payments --from 203.0.113.7 --device new',
    ],
    load: () => import('./commands/policy-explain.ts'),
  },
]
