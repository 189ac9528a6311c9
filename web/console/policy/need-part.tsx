import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Need } from '../../api/policy.ts'
import { FactorsPart } from './factors-part.tsx'
import type { WrongWith } from './wrong-with.ts'

interface NeedPartProps {
  readonly need: Need
  /** Names of one's own, beside those that everybody has. */
  readonly ownStrengths: readonly string[]
  readonly wrong: WrongWith
  readonly onChange: (need: Need) => void
}

const strengths = ['mfa', 'passwordless', 'phishing-resistant', 'hardware-bound'] as const
const denied = 'deny'
const lengths = ['fresh', 'remembered'] as const
const placeholders = { fresh: '12h', remembered: '30d' } as const

/** What a rule asks for. */
export function NeedPart({ need, ownStrengths, wrong, onChange }: NeedPartProps) {
  const { t } = useTranslation('console')

  function choose(value: string): void {
    const { deny: _, strength: __, ...rest } = need
    if (value === denied) onChange({ deny: true })
    else onChange(value === '' ? rest : { ...rest, strength: value })
  }

  return (
    <>
      <NativeSelect
        label={t('policy.need')}
        error={wrong('need.strength')}
        value={need.deny ? denied : (need.strength ?? '')}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          ...strengths.map((value) => ({ value, label: t(`policy.strength.${value}`) })),
          ...ownStrengths.map((value) => ({ value, label: value })),
          { value: '', label: t('policy.strength.none') },
          { value: denied, label: t('policy.strength.deny') },
        ]}
      />
      {!need.deny && (
        <>
          <FactorsPart need={need} onChange={onChange} />
          {lengths.map((name) => (
            <TextInput
              key={name}
              label={t(`policy.${name}`)}
              description={t(`policy.${name}Hint`)}
              placeholder={placeholders[name]}
              error={wrong(`need.${name}`)}
              value={need[name] ?? ''}
              onChange={(event) => onChange({ ...need, [name]: event.currentTarget.value.trim() })}
            />
          ))}
        </>
      )}
    </>
  )
}
