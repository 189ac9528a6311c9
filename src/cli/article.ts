import type { CommandDefinition, CommandInput, OptionDefinition } from './definition.ts'
import { usage } from './errors.ts'
import { option } from './options.ts'
import { commands } from './table.ts'

/** A command and what was typed for it. */
export interface ChosenCommand {
  readonly definition: CommandDefinition
  readonly input: CommandInput
}

/** The flags of the article's script, which choose a command without its word. */
export const articleOptions: readonly OptionDefinition[] = [
  { flags: '-l, --list', description: 'list issuers, accounts and authenticators' },
  { flags: '-c, --create', description: 'make an authenticator (with -n and -i)' },
  { flags: '-a, --authenticate <issuer>', description: 'check a code for an issuer (with -o)' },
  option.code,
  option.account,
  option.issuer,
  option.logo,
  option.out,
  option.force,
  option.replace,
  option.add,
]

/** `-l` is `list`, `-c` is `create`, `-a Blog` is `authenticate -i Blog`; one of them at a time. */
export function chooseByFlags({ options }: CommandInput): ChosenCommand {
  const { list, create, authenticate, ...rest } = options
  const chosen = [list && 'list', create && 'create', authenticate !== undefined && 'authenticate'].filter(
    Boolean,
  )
  const definition = commands.find(({ name }) => name === chosen[0])
  if (!definition) throw usage('Say what to do: a command, or one of -l, -c and -a.')
  if (chosen.length > 1) throw usage('Take one of -l, -c and -a at a time.')
  const named = authenticate === undefined ? {} : { issuerName: authenticate }
  return { definition, input: { argument: undefined, options: { ...rest, ...named } } }
}
