import type { Simulator } from '../../simulator.ts'

/** A phone with an authenticator app. */
export const totpSimulator: Simulator = {
  id: 'totp',
  summary: 'An authenticator app: add a key, and show its code of this moment.',
  argument: { name: '[name]', description: 'what the entry is called here; without one, all are shown' },
  options: [
    {
      flags: '--key <key>',
      description: 'what the QR code holds, or the secret that is typed; "-" reads standard input',
    },
    { flags: '--replace', description: 'in place of the entry of that name' },
  ],
  examples: ['totp ana --key -', 'totp ana', 'totp --json'],
  load: () => import('./run.ts'),
}
