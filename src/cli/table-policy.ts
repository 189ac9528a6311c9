import { ruleDoor, rulePurpose } from '../policy/index.ts'
import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

const revision = { flags: '--revision <number>', description: 'the rules of this revision' } as const

const days = { flags: '--days <number>', description: 'of so many days; 30 unless told' } as const

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
    argument: { name: '[file]', description: 'rules that are not applied yet' },
    options: [],
    examples: ['sallyport policy check', 'sallyport policy check rules.yaml'],
    load: () => import('./commands/policy-check.ts'),
  },
  {
    name: 'policy diff',
    summary:
      'Show what rules would change if they were applied. Exit code 1 where they would change anything.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    argument: { name: '[file]', description: 'the rules' },
    options: [revision],
    examples: ['sallyport policy diff rules.yaml', 'sallyport policy diff --revision 3'],
    load: () => import('./commands/policy-diff.ts'),
  },
  {
    name: 'policy apply',
    summary: 'Put rules in force, in the place of those applied before.',
    assurance: 'break-glass',
    changes: true,
    elsewhere: true,
    argument: { name: '[file]', description: 'the rules' },
    options: [
      revision,
      { flags: '--base <number>', description: 'refuse unless this revision is in force' },
      option.reason,
      option.yes,
    ],
    examples: [
      'sallyport policy apply rules.yaml --reason "second factor before payments"',
      'sallyport policy apply --revision 3 --reason "as it was before"',
    ],
    load: () => import('./commands/policy-apply.ts'),
  },
  {
    name: 'policy rehearse',
    summary: 'Replay recorded sign-ins under rules that are not applied. Nothing is written.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    argument: { name: '<file>', description: 'the rules' },
    options: [days],
    examples: ['sallyport policy rehearse rules.yaml', 'sallyport policy rehearse rules.yaml --days 90'],
    load: () => import('./commands/policy-rehearse.ts'),
  },
  {
    name: 'policy report',
    summary: 'Tell what the rules that only report would have done to recorded sign-ins.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [days],
    examples: ['sallyport policy report --days 7'],
    load: () => import('./commands/policy-report.ts'),
  },
  {
    name: 'policy history',
    summary: 'List the rules that were applied: when, by whom and why.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [],
    examples: ['sallyport policy history'],
    load: () => import('./commands/policy-history.ts'),
  },
  {
    name: 'policy show',
    summary: 'Print the applied rules as a file, to be changed and applied again.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [revision],
    examples: ['sallyport policy show > rules.yaml', 'sallyport policy show --revision 3 --json'],
    load: () => import('./commands/policy-show.ts'),
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
        flags: '--country <code>',
        description: 'from this country (DE), whatever the table says of the address',
      },
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
