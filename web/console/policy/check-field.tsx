import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import card from '../../kit/card.module.css'
import classes from './policy.module.css'

interface Choice {
  readonly value: string
  readonly label: string
}

interface CheckFieldProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: readonly string[] | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** So many are looked through at a glance. */
const fewEnough = 16

/** Some of a few; of many those that are chosen already, and the first that a search finds. */
export function CheckField({ label, choices, chosen = [], onChange }: CheckFieldProps) {
  const { t } = useTranslation('console')
  const [search, setSearch] = useState('')
  const found = choices.filter((choice) => isFound(choice, search))
  const many = choices.length > fewEnough
  const first = found.slice(0, fewEnough)
  const shown = many ? choices.filter((one) => chosen.includes(one.value) || first.includes(one)) : choices
  return (
    <fieldset className={classes.choices}>
      <legend>{label}</legend>
      {many && (
        <TextInput
          className={classes.search ?? ''}
          type="search"
          size="sm"
          aria-label={t('policy.search', { label })}
          placeholder={t('policy.search', { label })}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.map((choice) => (
        <Checkbox
          key={choice.value}
          size="sm"
          label={choice.label}
          checked={chosen.includes(choice.value)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? [...chosen, choice.value]
                : chosen.filter((value) => value !== choice.value),
            )
          }
        />
      ))}
      {found.length > first.length && many && <span className={card.quiet}>{t('policy.notAll')}</span>}
    </fieldset>
  )
}

function isFound({ label }: Choice, search: string): boolean {
  return label.toLowerCase().includes(search.trim().toLowerCase())
}
