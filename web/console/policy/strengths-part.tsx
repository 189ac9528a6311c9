import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rulebook, Strength } from '../../api/policy.ts'
import card from '../../kit/card.module.css'
import classes from './policy.module.css'
import { StrengthDialog } from './strength-dialog.tsx'
import { useRuleWords } from './use-rule-words.ts'

interface StrengthsPartProps {
  readonly draft: Rulebook
  readonly onChange: (strengths: Rulebook['strengths']) => void
}

/** One's own names for what is needed, beside those that everybody has. */
export function StrengthsPart({ draft, onChange }: StrengthsPartProps) {
  const { t } = useTranslation('console')
  const [adding, setAdding] = useState(false)
  const own = Object.entries(draft.strengths)

  function remove(name: string): void {
    onChange(Object.fromEntries(own.filter(([other]) => other !== name)))
  }

  return (
    <details className={classes.part} open={own.length > 0 || undefined}>
      <summary>{t('policy.ownStrengths')}</summary>
      <div className={classes.fields}>
        <p className={card.quiet}>{t('policy.ownStrengthsText')}</p>
        <ul className={classes.drafts}>
          {own.map(([name, strength]) => (
            <li key={name} className={classes.drafted}>
              <span>
                <strong>{name}</strong> <StrengthWords strength={strength} />
              </span>
              <Button
                size="xs"
                variant="default"
                aria-label={t('policy.removeStrength', { name })}
                onClick={() => remove(name)}
              >
                {t('policy.remove')}
              </Button>
            </li>
          ))}
        </ul>
        <div>
          <Button size="xs" variant="default" onClick={() => setAdding(true)}>
            {t('policy.addStrength')}
          </Button>
        </div>
      </div>
      {adding && (
        <StrengthDialog
          draft={draft}
          onKeep={(strengths) => {
            onChange(strengths)
            setAdding(false)
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </details>
  )
}

function StrengthWords({ strength }: { strength: Strength }) {
  return <span className={card.quiet}>{useRuleWords().strength(strength)}</span>
}
