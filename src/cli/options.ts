import type { OptionDefinition } from './definition.ts'

/** Said once, so that a flag means the same wherever it stands. */
export const option = {
  account: { flags: '-n, --account-name <name>', description: 'the account' },
  issuer: {
    flags: '-i, --issuer-name <name>',
    description: 'the issuer: the application that the code is for',
  },
  code: { flags: '-o, --otp-code <code>', description: 'the code; "-" reads it from standard input' },
  logo: { flags: '--logo <file>', description: 'a picture for the middle of the QR code' },
  out: {
    flags: '--out [file]',
    description: 'write the QR code to a .png or .svg file; without a name, one is chosen',
  },
  force: { flags: '--force', description: 'overwrite the file' },
  replace: { flags: '--replace', description: 'take off what the account has for this issuer' },
  add: { flags: '--add', description: 'one more beside what the account has for this issuer' },
  yes: { flags: '-y, --yes', description: 'do not ask' },
  reason: { flags: '--reason <text>', description: 'why; it is kept in the audit trail' },
  json: { flags: '--json', description: 'answer in JSON' },
  data: { flags: '--data <folder>', description: 'the data folder' },
  config: { flags: '--config <file>', description: 'the configuration file' },
} as const satisfies Readonly<Record<string, OptionDefinition>>

/** What every command takes. */
export const everywhere: readonly OptionDefinition[] = [option.json, option.data, option.config]
