import { articleOptions } from './article.ts'
import type { CommandDefinition, OptionDefinition } from './definition.ts'
import { everywhere } from './options.ts'
import { commands } from './table.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

/** What makes a shell complete commands and flags; it asks nothing of an installation. */
export function completionScript(shell: Shell): string {
  return shell === 'fish'
    ? fish()
    : shell === 'zsh'
      ? `#compdef sallyport\nautoload -U bashcompinit\nbashcompinit\n${bash()}`
      : bash()
}

function bash(): string {
  const cases = commands.map(
    (command) => `    "${command.name}"*) words="${wordsAfter(command).join(' ')}" ;;`,
  )
  return `_sallyport() {
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1}" current="\${COMP_WORDS[COMP_CWORD]}" words
  case "$line" in
${cases.join('\n')}
    "audit"*) words="${groupWords('audit').join(' ')}" ;;
    *) words="${rootWords().join(' ')}" ;;
  esac
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --data|--config|--logo|--out) COMPREPLY=($(compgen -f -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -o default -F _sallyport sallyport
`
}

function fish(): string {
  const first = [...new Set(commands.map((command) => command.name.split(' ')[0] ?? ''))]
  const lines = [
    'complete -c sallyport -f',
    ...first.map(
      (word) => `complete -c sallyport -n __fish_use_subcommand -a ${word} -d '${quoted(summaryOf(word))}'`,
    ),
    ...groupWords('audit').map(
      (word) => `complete -c sallyport -n '__fish_seen_subcommand_from audit' -a ${word}`,
    ),
    ...commands.flatMap((command) =>
      [...command.options, ...everywhere].map((option) => fishOption(command, option)),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function fishOption(command: CommandDefinition, { flags, description }: OptionDefinition): string {
  const long = /--([a-z-]+)/.exec(flags)?.[1] ?? ''
  const short = /^-([a-z])\b/i.exec(flags)?.[1]
  const word = command.name.split(' ').at(-1) ?? ''
  const takes = flags.includes('<') ? ' -r' : ''
  return `complete -c sallyport -n '__fish_seen_subcommand_from ${word}' -l ${long}${short ? ` -s ${short}` : ''}${takes} -d '${quoted(description)}'`
}

function summaryOf(word: string): string {
  return commands.find((command) => command.name === word)?.summary ?? 'Read and check the audit trail.'
}

function rootWords(): readonly string[] {
  const first = commands.map((command) => command.name.split(' ')[0] ?? '')
  return [...new Set([...first, ...flagsOf([...articleOptions, ...everywhere]), '--help', '--version'])]
}

function groupWords(group: string): readonly string[] {
  return commands.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []))
}

function wordsAfter(command: CommandDefinition): readonly string[] {
  return [...(command.argument?.choices ?? []), ...flagsOf([...command.options, ...everywhere]), '--help']
}

function flagsOf(options: readonly OptionDefinition[]): readonly string[] {
  return options.flatMap(({ flags }) => flags.match(/--[a-z-]+/g) ?? [])
}

function quoted(text: string): string {
  return text.replaceAll("'", "\\'")
}
