import { useTranslation } from 'react-i18next'
import type { AdvisedStage } from '../../api/inventory.ts'
import card from '../../kit/card.module.css'
import { CopyButton } from '../../kit/copy-button.tsx'
import classes from './inventory.module.css'

/** Rules that would ask for it, in steps; each a file for `policy apply`, to be rehearsed first. */
export function Stages({ stages }: { stages: readonly AdvisedStage[] }) {
  const { t } = useTranslation('console')
  return (
    <section className={`${card.surface} ${card.card}`}>
      <h2 className={card.heading}>{t('inventory.stages')}</h2>
      <p className={card.quiet}>{t('inventory.stagesText')}</p>
      <ol className={classes.stages}>
        {stages.map(({ name, says, accounts, rules, yaml }) => (
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
                  <CopyButton text={yaml} label={t('inventory.copy')} />
                </>
              )}
            </details>
          </li>
        ))}
      </ol>
    </section>
  )
}
