import type { Simulator } from '../../simulator.ts'

/** A gateway that sends nothing anywhere, and the phones that its messages would have reached. */
export const smsSimulator: Simulator = {
  id: 'sms',
  summary: 'A gateway for text messages that keeps them, and phones of any number to read them on.',
  argument: {
    name: '[number]',
    description: 'whose phone: its newest code is shown; without one, all messages are',
  },
  options: [
    { flags: '--serve', description: 'take messages until stopped, and show each as it comes' },
    { flags: '--port <number>', description: 'where; 8890 unless told, 0 for any that is free' },
  ],
  examples: ['sms --serve', 'sms +491713920012', 'sms'],
  load: () => import('./run.ts'),
}
