import { Button, Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AdvisedStage } from '../../api/inventory.ts'
import card from '../../kit/card.module.css'
import { CopyButton } from '../../kit/copy-button.tsx'
import classes from './inventory.module.css'

interface StagesProps {
  readonly stages: readonly AdvisedStage[]
  readonly administers: boolean
}

/** Rules that would ask for it, in steps; each a draft to be looked at and rehearsed, or a file for `policy apply`. */
export function Stages({ stages, administers }: StagesProps) {
  const { t } = useTranslation('console')
  const navigate = useNavigate()
  return (
    <section className={`${card.surface} ${card.card}`}>
      <h2 className={card.heading}>{t('inventory.stages')}</h2>
      <p className={card.quiet}>{t('inventory.stagesText')}</p>
      <ol className={classes.stages}>
        {stages.map(({ name, says, accounts, rules, rulebook, base, yaml }) => (
          <li key={name}>
            <details>
              <summary>
                <strong>{name}</strong> {says}{' '}
                <span className={card.quiet}>{t('openWays.accounts', { count: accounts })}</span>
              </summary>
              {rules.length === 0 ? (
                <p className={card.quiet}>{t('inventory.asked')}</p>
              ) : (
                <>
                  <pre className={classes.file}>{yaml}</pre>
                  <Group gap="sm">
                    {administers && (
                      <Button
                        size="sm"
                        onClick={() => void navigate({ to: '/policy', state: { draft: { rulebook, base } } })}
                      >
                        {t('inventory.try')}
                      </Button>
                    )}
                    <CopyButton text={yaml} label={t('inventory.copy')} />
                  </Group>
                </>
              )}
            </details>
          </li>
        ))}
      </ol>
    </section>
  )
}
