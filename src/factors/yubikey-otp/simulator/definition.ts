import type { Simulator } from '../../simulator.ts'

/** A key that types one-time passwords. */
export const yubikeySimulator: Simulator = {
  id: 'yubikey',
  summary: 'A YubiKey with one-time passwords: program some, and touch one for what it types.',
  argument: { name: '[public-id]', description: 'which key; without one, all are shown' },
  options: [
    { flags: '--csv <file>', description: 'program new keys, and write the file to import' },
    { flags: '--batch <count>', description: 'how many; one unless told' },
    { flags: '--unplug', description: 'plug it in anew before the touch' },
  ],
  examples: ['yubikey --batch 3 --csv keys.csv', 'yubikey vvcbdefghijk', 'yubikey vvcbdefghijk --unplug'],
  load: () => import('./run.ts'),
}
