import { Skeleton } from '@mantine/core'
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import {
  effectOfRules,
  previewRules,
  type Rulebook,
  type RulesEffect,
  type RulesPreview,
} from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import card from '../../kit/card.module.css'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Changes } from './changes.tsx'
import { Findings } from './findings.tsx'
import classes from './policy.module.css'

/** What a draft would change, asked anew whenever it is changed. */
export function usePreview(draft: Rulebook): UseQueryResult<RulesPreview> {
  return useQuery({
    queryKey: [...keys.policy, 'preview', draft],
    queryFn: () => previewRules(draft),
    placeholderData: keepPreviousData,
  })
}

interface PreviewProps {
  readonly draft: Rulebook
  readonly preview: UseQueryResult<RulesPreview>
}

/** The changes in sentences, whom they touch, and what is probably not meant. */
export function Preview({ draft, preview }: PreviewProps) {
  const { t } = useTranslation('console')
  if (preview.error !== null) return <ProblemAlert problem={asProblem(preview.error)} />
  if (preview.data === undefined) return <Skeleton height={60} radius="md" />
  const { changes, findings } = preview.data
  return (
    <div className={classes.preview} aria-live="polite">
      <h3 className={card.subheading}>{t('policy.wouldChange')}</h3>
      {changes.length === 0 && <p className={card.quiet}>{t('policy.noChange')}</p>}
      <Changes changes={changes} />
      {changes.length > 0 && <Effect draft={draft} />}
      <Findings findings={findings} />
    </div>
  )
}

const touched = [
  'more',
  'less',
  'setUp',
  'invited',
  'shutOut',
] as const satisfies readonly (keyof RulesEffect)[]

/** Reckoned over all accounts, which takes longer than the rest. */
function Effect({ draft }: { draft: Rulebook }) {
  const { t } = useTranslation('console')
  const effect = useQuery({
    queryKey: [...keys.policy, 'effect', draft],
    queryFn: () => effectOfRules(draft),
    placeholderData: keepPreviousData,
  })
  if (effect.error !== null) return <ProblemAlert problem={asProblem(effect.error)} />
  if (effect.data === undefined) return <Skeleton height={40} radius="md" />
  const { examined } = effect.data
  const some = touched.filter((name) => (effect.data[name].accounts ?? 0) > 0)
  return (
    <ul className={classes.touched}>
      {some.map((name) => {
        const { accounts, examples } = effect.data[name]
        return (
          <li key={name} data-what={name}>
            <strong>{t('policy.ofAll', { count: accounts, all: examined })}</strong>{' '}
            {t(`policy.touched.${name}`)}{' '}
            <span className={card.quiet}>
              {examples.join(', ')}
              {accounts > examples.length && ' …'}
            </span>
          </li>
        )
      })}
      {some.length === 0 && <li className={card.quiet}>{t('policy.touchesNobody')}</li>}
    </ul>
  )
}
