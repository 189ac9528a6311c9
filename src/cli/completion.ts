import type { CommandDefinition, OptionDefinition } from './definition.ts'
import { everywhere } from './options.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

/** What there is to complete. */
export interface Vocabulary {
  readonly commands: readonly CommandDefinition[]
  /** Flags that stand without a command. */
  readonly rootOptions: readonly OptionDefinition[]
}

/** What makes a shell complete commands and flags; it asks nothing of an installation. */
export function completionScript(shell: Shell, vocabulary: Vocabulary): string {
  if (shell === 'fish') return fish(vocabulary)
  const script = bash(vocabulary)
  return shell === 'bash' ? script : `#compdef sallyport\nautoload -U bashcompinit\nbashcompinit\n${script}`
}

function bash(vocabulary: Vocabulary): string {
  const { commands } = vocabulary
  const cases = [
    ...commands.map((command) => ({ words: command.name, follow: wordsAfter(command) })),
    ...groupsOf(commands).map((group) => ({ words: group, follow: wordsOfGroup(commands, group) })),
  ]
  return `_sallyport() {
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1}" current="\${COMP_WORDS[COMP_CWORD]}" words
  case "$line" in
${cases.map(({ words, follow }) => `    "${words}"*) words="${follow.join(' ')}" ;;`).join('\n')}
    *) words="${rootWords(vocabulary).join(' ')}" ;;
  esac
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --data|--config|--logo|--out|--folder) COMPREPLY=($(compgen -f -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -o default -F _sallyport sallyport
`
}

function fish({ commands }: Vocabulary): string {
  const plain = commands.filter(({ name }) => !name.includes(' '))
  const groups = groupsOf(commands)
  const lines = [
    'complete -c sallyport -f',
    ...plain.map(({ name, summary }) => `${fishBefore} -a ${name} -d '${quoted(summary)}'`),
    ...groups.map((group) => `${fishBefore} -a ${group}`),
    ...groups.map((group) => `${fishAfter(group)} -a '${wordsOfGroup(commands, group).join(' ')}'`),
    ...commands.flatMap(({ name, options }) =>
      [...options, ...everywhere].map((option) => `${fishAfter(lastWord(name))}${fishOption(option)}`),
    ),
  ]
  return `${lines.join('\n')}\n`
}

const fishBefore = 'complete -c sallyport -n __fish_use_subcommand'

function fishAfter(word: string): string {
  return `complete -c sallyport -n '__fish_seen_subcommand_from ${word}'`
}

function fishOption({ flags, description }: OptionDefinition): string {
  const long = /--([a-z-]+)/.exec(flags)?.[1] ?? ''
  const short = /^-([a-z])\b/i.exec(flags)?.[1]
  const takes = flags.includes('<') ? ' -r' : ''
  return ` -l ${long}${short ? ` -s ${short}` : ''}${takes} -d '${quoted(description)}'`
}

function rootWords({ commands, rootOptions }: Vocabulary): readonly string[] {
  const first = commands.map(({ name }) => name.split(' ')[0] ?? '')
  return [...new Set([...first, ...flagsOf([...rootOptions, ...everywhere]), '--help', '--version'])]
}

function wordsAfter({ argument, options }: CommandDefinition): readonly string[] {
  return [...(argument?.choices ?? []), ...flagsOf([...options, ...everywhere]), '--help']
}

/** First words that stand before others: `audit` of `audit verify`. */
function groupsOf(commands: readonly CommandDefinition[]): readonly string[] {
  return [...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))]
}

function wordsOfGroup(commands: readonly CommandDefinition[], group: string): readonly string[] {
  return commands.flatMap(({ name }) => (name.startsWith(`${group} `) ? [lastWord(name)] : []))
}

function lastWord(name: string): string {
  return name.split(' ').at(-1) ?? name
}

function flagsOf(options: readonly OptionDefinition[]): readonly string[] {
  return options.flatMap(({ flags }) => flags.match(/--[a-z-]+/g) ?? [])
}

function quoted(text: string): string {
  return text.replaceAll("'", "\\'")
}
