import { Argument, Command, Option } from 'commander'
import { articleOptions, type ChosenCommand, chooseByFlags } from './article.ts'
import type { CommandDefinition, CommandInput, OptionDefinition } from './definition.ts'
import { everywhere } from './options.ts'
import type { Streams } from './output.ts'
import { commands } from './table.ts'

/** A command that was chosen, with what was typed. */
export type Chosen = ChosenCommand & { readonly usage: string }

export interface ProgramInput {
  readonly version: string
  readonly streams: Streams
  run(chosen: Chosen): Promise<void>
}

/** The commands as commander reads them: words, and at the root the article's flags. */
export function buildProgram({ version, streams, run }: ProgramInput): Command {
  const program = new Command('sallyport')
    .description('Multi-factor authentication that cannot be walked around.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.out.write(text),
      writeErr: (text) => streams.error.write(text),
    })
    .addHelpText('after', rootExamples)
  for (const option of [...articleOptions, ...everywhere]) program.addOption(toOption(option))
  program.action(async (_options, command: Command) => {
    const chosen = chooseByFlags(inputOf(command))
    await run({ ...chosen, usage: usageOf(program, chosen.definition) })
  })
  for (const definition of commands) addCommand(program, definition, run)
  return program
}

function addCommand(program: Command, definition: CommandDefinition, run: ProgramInput['run']): void {
  const { name, summary, argument, options, examples } = definition
  const command = parentOf(program, name).command(name.split(' ').at(-1) ?? name)
  command.description(summary).helpOption('-h, --help', 'show help')
  command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}`)
  if (argument) {
    const declared = new Argument(argument.name, argument.description)
    command.addArgument(argument.choices ? declared.choices(argument.choices) : declared)
  }
  for (const option of [...options, ...everywhere]) command.addOption(toOption(option))
  command.action(async () => {
    await run({ definition, input: inputOf(command), usage: command.helpInformation() })
  })
}

/** `audit verify` stands under `audit`, which is made when first named. */
function parentOf(program: Command, name: string): Command {
  const [group, word] = name.split(' ')
  if (!group || !word) return program
  const known = program.commands.find((command) => command.name() === group)
  return known ?? program.command(group).description(groups[group] ?? '')
}

const groups: Readonly<Record<string, string>> = {
  accounts: 'People and services who sign in.',
  applications: 'What people sign in to: connect it, show it, give it another secret.',
  audit: 'Read and check the audit trail.',
  authenticators: 'What people have for the second door, and what becomes of it.',
  directories: 'Where accounts come from besides: LDAP, Active Directory.',
  exceptions: 'Who is left out of what, until when and why.',
  groups: 'Groups of accounts, for rules.',
  inventory: 'Who reaches which systems, and who lacks a second factor for it.',
  policy: 'Rules that say which accounts need what: read, try, apply, take back.',
  'registration-tokens': 'What lets applications register themselves.',
  sim: 'Phones, tokens and keys made of software, to try factors without hardware.',
  streams: 'Applications that hear when sessions end and credentials change.',
  tokens: 'Tokens that were bought by the box and belong to nobody yet.',
  webhooks: 'Other systems that are told what happens here.',
}

function usageOf(program: Command, definition: CommandDefinition): string {
  return program.commands.find((command) => command.name() === definition.name)?.helpInformation() ?? ''
}

function inputOf(command: Command): CommandInput {
  return { argument: command.args[0], options: command.optsWithGlobals() }
}

function toOption({ flags, description, choices }: OptionDefinition): Option {
  const option = new Option(flags, description)
  return choices ? option.choices(choices) : option
}

const rootExamples = `
Examples:
  sallyport -c -n d3@keepforyourself.com -i keepforyourselfBlog   make an authenticator, show its QR code
  sallyport -l                                                    list what there is
  sallyport -a keepforyourselfBlog -o 123456                      check a code
  sallyport serve                                                 start the server
  sallyport doctor                                                look for what is wrong

Exit codes: 0 accepted or done, 1 refused, 2 could not be done.
`
