import type { Simulator } from '../../simulator.ts'

/** A phone that approves, with the page that it would open. */
export const pushSimulator: Simulator = {
  id: 'push',
  summary: 'A phone that approves: joins by the link of the picture, shows what it is asked, and answers.',
  argument: { name: '[name]', description: 'what the phone is called here; without one, all are shown' },
  options: [
    { flags: '--join <link>', description: 'a new phone: the link that stands beneath the picture' },
    { flags: '--approve <number>', description: 'say yes, with the number of the other screen' },
    { flags: '--deny', description: 'turn it down' },
    { flags: '--report', description: 'say that it was somebody else: it locks the phones of that account' },
  ],
  examples: [
    "push pixel --join 'http://localhost:8080/phone#…'",
    'push pixel',
    'push pixel --approve 492039',
    'push pixel --deny',
    'push',
  ],
  load: () => import('./run.ts'),
}
