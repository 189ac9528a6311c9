import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Need } from '../../api/policy.ts'
import { usePortal } from '../../api/use-portal.ts'
import { CheckField } from './check-field.tsx'

interface FactorsPartProps {
  readonly need: Need
  readonly onChange: (need: Need) => void
}

const ways = ['all', 'allow', 'forbid'] as const
type Way = (typeof ways)[number]

/** Which second factors count: all, only some, or all but some. A rule that was written with both keeps both. */
export function FactorsPart({ need, onChange }: FactorsPartProps) {
  const { t } = useTranslation('console')
  const { factors } = usePortal()
  const [way, setWay] = useState<Way>(ways.find((name) => name !== 'all' && isChosen(need[name])) ?? 'all')
  const second = factors.filter(({ role, first }) => role === 'factor' && !first)
  const choices = second.map(({ id, guide }) => ({ value: id, label: guide.name }))
  const lists = (['allow', 'forbid'] as const).filter((name) => name === way || isChosen(need[name]))

  function choose(chosen: Way): void {
    const { allow: _, forbid: __, ...rest } = need
    setWay(chosen)
    onChange(rest)
  }

  return (
    <>
      <NativeSelect
        label={t('policy.counting')}
        value={way}
        onChange={(event) => choose(ways.find((name) => name === event.currentTarget.value) ?? 'all')}
        data={ways.map((value) => ({ value, label: t(`policy.counts.${value}`) }))}
      />
      {lists.map((name) => (
        <CheckField
          key={name}
          label={t(`policy.${name}`)}
          choices={choices}
          chosen={need[name]}
          onChange={(chosen) => onChange({ ...need, [name]: chosen })}
        />
      ))}
    </>
  )
}

function isChosen(factors: readonly string[] | undefined): boolean {
  return factors !== undefined && factors.length > 0
}
