import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { GraceTerms, Need, Rule, Strength } from '../../api/policy.ts'
import { usePortal } from '../../api/use-portal.ts'
import { exact } from '../../kit/when.tsx'
import { linesOf } from './attribute-lines.ts'
import { durationWords } from './duration-words.ts'
import { useDoorName } from './use-door-name.ts'

/** A rule in words: what it asks for, and everything that narrows it, as the form of a rule calls it. */
export interface RuleWords {
  readonly need: string
  readonly facts: readonly Fact[]
}

interface Fact {
  readonly label: string
  readonly text: string
}

/** Tells rules and strengths in words; ids stand only where somebody has chosen them. */
export function useRuleWords() {
  const { t, i18n } = useTranslation('console')
  const { factors } = usePortal()
  const language = i18n.language
  const doorName = useDoorName()
  const either = new Intl.ListFormat(language, { type: 'disjunction' })
  const factorName = (id: string) => factors.find((info) => info.id === id)?.guide.name ?? id

  /** One of some; nothing where none is named. */
  function anyOf(label: string, values: readonly string[] = [], name = (value: string) => value) {
    return values.length === 0 ? [] : [{ label, text: either.format(values.map(name)) }]
  }

  function called(kind: 'role' | 'policy.mark' | 'policy.class' | 'policy.purpose') {
    return (value: string) => t(`${kind}.${value}`, { defaultValue: value })
  }

  function whom({ who = {} }: Rule): readonly Fact[] {
    return [
      ...anyOf(t('policy.accounts'), who.accounts),
      ...anyOf(t('policy.groups'), who.groups),
      ...anyOf(t('policy.directories'), who.directories),
      ...linesOf(who.attributes).map((text) => ({ label: t('policy.attributes'), text })),
      ...anyOf(t('policy.roles'), who.roles, called('role')),
      ...anyOf(t('policy.marks'), who.marks, called('policy.mark')),
      ...anyOf(t('policy.except'), who.except),
    ]
  }

  function forWhat({ what = {} }: Rule): readonly Fact[] {
    return [
      ...anyOf(t('policy.applications'), what.applications),
      ...anyOf(t('policy.classes'), what.classes, called('policy.class')),
      ...anyOf(t('policy.doors'), what.doors, doorName),
      ...anyOf(t('policy.purposes'), what.purposes, called('policy.purpose')),
    ]
  }

  function whence({ where = {} }: Rule): readonly Fact[] {
    const { device } = where
    return [
      ...anyOf(t('policy.networks'), where.networks),
      ...anyOf(t('policy.outside'), where.outside),
      ...anyOf(t('policy.countries'), where.countries),
      ...anyOf(t('policy.outsideCountries'), where.outsideCountries),
      ...(device === undefined
        ? []
        : [{ label: t('policy.device'), text: t(`policy.${device}Device`, { defaultValue: device }) }]),
    ]
  }

  function hours({ when }: Rule): readonly Fact[] {
    if (when === undefined) return []
    const { days, from = '00:00', to = '24:00', zone } = when
    return [
      ...anyOf(t('policy.days'), days, (day) => t(`policy.day.${day}`, { defaultValue: day })),
      { label: t('policy.hours'), text: t('policy.fromTo', { from, to, zone }) },
    ]
  }

  function more(need: Need): readonly Fact[] {
    const { fresh, remembered } = need
    return [
      ...anyOf(t('policy.allow'), need.allow, factorName),
      ...anyOf(t('policy.forbid'), need.forbid, factorName),
      ...(fresh === undefined
        ? []
        : [{ label: t('policy.freshFact'), text: durationWords(fresh, language) }]),
      ...(remembered === undefined
        ? []
        : [{ label: t('policy.rememberedFact'), text: durationWords(remembered, language) }]),
    ]
  }

  return {
    rule(rule: Rule): RuleWords {
      const need = typeof rule.need === 'string' ? { strength: rule.need } : rule.need
      return {
        need: needWords(need, t),
        facts: [
          ...whom(rule),
          ...forWhat(rule),
          ...whence(rule),
          ...hours(rule),
          ...more(need),
          ...(rule.grace === undefined ? [] : [graceWords(rule.grace, t, language)]),
        ],
      }
    },
    strength: (strength: Strength) => needWords(strength, t),
  }
}

function needWords(need: Need, t: TFunction<'console'>): string {
  const { strength, assurance, deny } = need
  if (deny) return t('policy.strength.deny')
  const parts = [
    ...(strength === undefined ? [] : [t(`policy.strength.${strength}`, { defaultValue: strength })]),
    ...(assurance === undefined
      ? []
      : [t(`policy.assurance.${assurance}`, { defaultValue: String(assurance) })]),
    ...(need.phishingResistant ? [t('policy.phishingResistant')] : []),
    ...(need.userVerified ? [t('policy.userVerified')] : []),
  ]
  return parts.length === 0 ? t('policy.strength.none') : parts.join(' · ')
}

/** What ends first ends it. */
function graceWords({ until, days, skips }: GraceTerms, t: TFunction<'console'>, language: string): Fact {
  const ends = [
    ...(until === undefined
      ? []
      : [t('policy.grace.untilFact', { until: exact(Date.parse(until), language) })]),
    ...(days === undefined ? [] : [t('policy.grace.daysFact', { count: days })]),
    ...(skips === undefined ? [] : [t('policy.grace.skipsFact', { count: skips })]),
  ]
  const either = new Intl.ListFormat(language, { type: 'disjunction' })
  return {
    label: t('policy.grace.fact'),
    text: [either.format(ends), ...(ends.length > 1 ? [t('policy.grace.first')] : [])].join(', '),
  }
}
