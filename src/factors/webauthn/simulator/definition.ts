import type { Simulator } from '../../simulator.ts'

/** A security key, or a device that keeps passkeys, with the browser before it. */
export const webauthnSimulator: Simulator = {
  id: 'webauthn',
  summary: 'A security key or passkey: answers what a site asks of a browser.',
  argument: { name: '[name]', description: 'what the key is called here; without one, all are shown' },
  options: [
    {
      flags: '--options <file>',
      description: 'what the site asks, as JSON; standard input unless told. To create, or to get',
    },
    {
      flags: '--origin <url>',
      description: 'where the browser is; https:// and the host of the site unless told',
    },
    { flags: '--passkey', description: 'a new key that is copied between devices' },
    { flags: '--no-pin', description: 'a new key that does not check who holds it' },
  ],
  examples: [
    'webauthn ana < create.json',
    'webauthn ana --options get.json --origin http://localhost:8080',
    'webauthn',
  ],
  load: () => import('./run.ts'),
}
