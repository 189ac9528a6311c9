import type { CommandDefinition } from './definition.ts'
import { option } from './options.ts'

/** Commands that show what stands open. */
export const coverageCommands: readonly CommandDefinition[] = [
  {
    name: 'coverage',
    summary: 'Show every way in that ends below what the class of an application demands.',
    assurance: 'service',
    changes: false,
    options: [
      { flags: '--fail-on-gap', description: 'exit code 1 where a way ends below what is demanded' },
      { flags: '--sign', description: 'print a signed report, for auditors to keep' },
      { flags: '--out <file>', description: 'write the signed report to this file' },
      option.force,
      { flags: '--since <report>', description: 'tell what has changed since this signed report of ours' },
    ],
    examples: [
      'sallyport coverage --fail-on-gap',
      'sallyport coverage --out november.json --since october.json',
    ],
    load: () => import('./commands/coverage.ts'),
  },
  {
    name: 'coverage verify',
    summary: 'Check a signed report against a pinned key; needs no installation.',
    assurance: 'none',
    changes: false,
    argument: { name: '<report>', description: 'the signed report' },
    options: [
      {
        flags: '--pin <fingerprint>',
        description: 'SHA-256 of the public key that must have signed it, in hex',
      },
    ],
    examples: ['sallyport coverage verify november.json --pin 3f1c…'],
    load: () => import('./commands/coverage-verify.ts'),
  },
]
