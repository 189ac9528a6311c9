import { Skeleton } from '@mantine/core'
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { previewRules, type Rulebook, type RulesPreview } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
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

/** The changes in sentences, and what is probably not meant. */
export function Preview({ preview }: { preview: UseQueryResult<RulesPreview> }) {
  const { t } = useTranslation('console')
  if (preview.error !== null) return <ProblemAlert problem={asProblem(preview.error)} />
  if (preview.data === undefined) return <Skeleton height={60} radius="md" />
  const { changes, findings } = preview.data
  return (
    <div className={classes.preview} aria-live="polite">
      <h3 className={classes.subheading}>{t('policy.wouldChange')}</h3>
      {changes.length === 0 && <p className={classes.quiet}>{t('policy.noChange')}</p>}
      <Changes changes={changes} />
      <Findings findings={findings} />
    </div>
  )
}
