import type { Option } from '../../authentication/index.ts'
import type { Factor, FactorList } from '../../factors/factor.ts'

/**
 * How one of somebody's factors is asked for over a line of text. typed: they read a code off something · sent: they get
 * one · elsewhere: another device of theirs answers.
 */
export interface Way {
  readonly kind: 'typed' | 'sent' | 'elsewhere'
  readonly factor: Factor
  readonly authenticatorId: string | undefined
  /** What people type to choose it. */
  readonly word: string
}

/** What of somebody's factors a line of text can carry; a passkey needs a browser, and a token's question a screen. */
export function waysOf(factors: FactorList, options: readonly Option[]): readonly Way[] {
  return options.flatMap(({ factor: id, authenticatorId, speaksFirst }) => {
    const factor = factors.find(id)
    const kind = factor && kindOf(factor, speaksFirst)
    const [word = id] = id.split('-', 1)
    return factor && kind ? [{ kind, factor, authenticatorId, word }] : []
  })
}

function kindOf(factor: Factor, speaksFirst: boolean): Way['kind'] | undefined {
  if (factor.elsewhere) return 'elsewhere'
  if (!factor.fromCode) return undefined
  if (!speaksFirst) return 'typed'
  return factor.asks ? undefined : 'sent'
}

/** The way that somebody has chosen by its word; their first authenticator of that kind. */
export function chosenBy(typed: string, ways: readonly Way[]): Way | undefined {
  const word = typed.trim().toLowerCase()
  return ways.find((way) => way.kind !== 'typed' && way.word === word)
}

/** What somebody is asked who has something that shows codes, and perhaps more. */
export function askForCode(ways: readonly Way[]): string {
  const words = [...new Set(ways.filter(({ kind }) => kind !== 'typed').map(({ word }) => word))]
  if (words.length === 0) return 'Enter the code of your authenticator.'
  return `Enter the code of your authenticator, or type ${words.join(' or ')}.`
}
