import { accountMark } from '../accounts/index.ts'
import { applicationClass } from '../applications/index.ts'
import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

/** Commands about who reaches what, and who needs more for it. */
export const inventoryCommands: readonly CommandDefinition[] = [
  {
    name: 'inventory import',
    summary:
      'Take over a list of who reaches what, in place of the one of the same name: all of it, or none.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    argument: {
      name: '<file>',
      description: 'a table "account,system,entitlement"; "-" reads standard input',
    },
    options: [
      { flags: '--list <name>', description: 'what the list is called; the name of the file unless told' },
      { flags: '--dry-run', description: 'only show what would come in' },
      option.yes,
    ],
    examples: ['sallyport inventory import access.csv --dry-run', 'sallyport inventory import - --list erp'],
    load: () => import('./commands/inventory-import.ts'),
  },
  {
    name: 'inventory withdraw',
    summary: 'Take a list of who reaches what out again.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    argument: { name: '<list>', description: 'what the list is called' },
    options: [option.reason],
    examples: ['sallyport inventory withdraw erp --reason "the system is gone"'],
    load: () => import('./commands/inventory-withdraw.ts'),
  },
  {
    name: 'inventory classify',
    summary: 'Show what each system guards, and why; or say so by hand, of one or of all whose name fits.',
    assurance: 'service',
    changes: true,
    elsewhere: true,
    argument: {
      name: '[name]',
      description: 'a system, or a pattern such as "vpn-*" that is kept as a rule',
    },
    options: [
      { flags: '--as <class>', description: 'what it guards', choices: applicationClass.options },
      { flags: '--forget', description: 'take back what was said of it by hand' },
      option.reason,
    ],
    examples: [
      'sallyport inventory classify',
      'sallyport inventory classify "hr-*" --as customer-data --reason "personal files"',
    ],
    load: () => import('./commands/inventory-classify.ts'),
  },
  {
    name: 'inventory advise',
    summary: 'Say who needs a second factor and has none, why, and which rules would ask for it, in stages.',
    assurance: 'service',
    changes: false,
    elsewhere: true,
    options: [
      { flags: '--class <class>', description: 'only who reaches these', choices: applicationClass.options },
      {
        flags: '--kind <kind>',
        description: 'only people, or only programs',
        choices: ['person', 'service'],
      },
      { flags: '--signal <signal>', description: 'only who shows this', choices: accountMark.options },
      { flags: '--search <text>', description: 'part of a name' },
      { flags: '--skip <number>', description: 'leave out so many of the most urgent' },
      { flags: '--limit <number>', description: 'how many; 50 unless told, 200 at most' },
      { flags: '--stage <number>', description: 'print the rules of this stage, ready to be applied' },
    ],
    examples: ['sallyport inventory advise', 'sallyport inventory advise --stage 1 > rules.yaml'],
    load: () => import('./commands/inventory-advise.ts'),
  },
]
