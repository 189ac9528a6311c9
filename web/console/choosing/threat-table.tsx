import { useTranslation } from 'react-i18next'
import card from '../../kit/card.module.css'
import { DataTable } from '../../kit/data-table.tsx'
import type { Weighed } from './advise.ts'
import classes from './choosing.module.css'

/** Threat by threat: what each factor withstands, said in words and not in colours alone. */
export function ThreatTable({ weighed }: { weighed: readonly Weighed[] }) {
  const { t } = useTranslation('console')
  const threats = Object.keys(weighed[0]?.comparison.withstands ?? {})
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('choosing.threats.title')}</h2>
      <p className={classes.quiet}>{t('choosing.threats.lead')}</p>
      <DataTable
        caption={t('choosing.threats.title')}
        columns={[t('choosing.factor'), ...threats.map((threat) => t(`choosing.threat.${threat}`))]}
      >
        {weighed.map(({ info, comparison }) => (
          <tr key={info.id}>
            <th scope="row">{info.guide.name}</th>
            {threats.map((threat) => (
              <td key={threat} data-label={t(`choosing.threat.${threat}`)}>
                <span className={classes.withstands} data-how={comparison.withstands[threat]}>
                  {t(`choosing.withstands.${comparison.withstands[threat] ?? 'no'}`)}
                </span>
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </section>
  )
}
