import type { Context } from './context.ts'

/**
 * What a command asks of whoever runs it (R10).
 * none: it opens nothing of an installation · service: the rights of the service, that is its user id or root, who
 * becomes it · break-glass: the same, with a reason that is kept and told · schema: the database's own credentials.
 */
export type CommandAssurance = 'none' | 'service' | 'break-glass' | 'schema'

/** 0 accepted or done · 1 refused · 2 could not be done: usage, not found, bad input, database. */
export type ExitCode = 0 | 1 | 2

export interface OptionDefinition {
  /** As commander reads it: `-n, --account-name <name>`. */
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[]
}

/** One command: what help, completion and the table of assurances say of it, and where its code is. */
export interface CommandDefinition {
  /** Words as they are typed: `audit verify`. */
  readonly name: string
  readonly summary: string
  readonly assurance: CommandAssurance
  /** Whether it writes anything of an installation besides the record that it was run. */
  readonly changes: boolean
  /** It works on an installation elsewhere, too, with the rights of an API key. */
  readonly elsewhere?: true
  /** `<needed>` or `[optional]`, with what it is. */
  readonly argument?: {
    readonly name: string
    readonly description: string
    readonly choices?: readonly string[]
  }
  readonly options: readonly OptionDefinition[]
  readonly examples: readonly string[]
  readonly load: () => Promise<CommandModule>
}

/** The code of a command, loaded when it is run. */
export interface CommandModule {
  run(context: Context, input: CommandInput): Promise<ExitCode>
}

/** What was typed; the command parses it. */
export interface CommandInput {
  readonly argument: string | undefined
  readonly options: Readonly<Record<string, unknown>>
}
