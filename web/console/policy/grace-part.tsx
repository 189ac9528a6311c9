import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { GraceTerms } from '../../api/policy.ts'
import type { WrongWith } from './wrong-with.ts'

interface GracePartProps {
  readonly grace: GraceTerms
  readonly wrong: WrongWith
  readonly onChange: (grace: GraceTerms) => void
}

const counts = ['days', 'skips'] as const

/** How long people who have to set something up may put it off. */
export function GracePart({ grace, wrong, onChange }: GracePartProps) {
  const { t } = useTranslation('console')
  return (
    <>
      <p>{t('policy.grace.text')}</p>
      <TextInput
        label={t('policy.grace.until')}
        description={t('policy.grace.untilHint')}
        placeholder="2026-12-12"
        error={wrong('grace.until')}
        value={grace.until ?? ''}
        onChange={(event) => onChange({ ...grace, until: event.currentTarget.value.trim() })}
      />
      {counts.map((name) => (
        <TextInput
          key={name}
          type="number"
          min={1}
          label={t(`policy.grace.${name}`)}
          description={t(`policy.grace.${name}Hint`)}
          error={wrong(`grace.${name}`)}
          value={grace[name] ?? ''}
          onChange={(event) => onChange({ ...grace, [name]: countOf(event.currentTarget.value) })}
        />
      ))}
    </>
  )
}

function countOf(text: string): number | undefined {
  return text === '' ? undefined : Number(text)
}
