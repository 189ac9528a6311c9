import { useTranslation } from 'react-i18next'
import card from '../../kit/card.module.css'
import { DataTable } from '../../kit/data-table.tsx'
import { Meter } from '../../kit/meter.tsx'
import type { Weighed } from './advise.ts'
import classes from './choosing.module.css'

const marks = ['cost', 'ease', 'security'] as const

/** The article's table: cost, ease and security of each, with the reason. */
export function GradeTable({ weighed }: { weighed: readonly Weighed[] }) {
  const { t } = useTranslation(['console', 'enrolment'])
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('choosing.grades.title')}</h2>
      <DataTable
        caption={t('choosing.grades.title')}
        columns={[t('choosing.factor'), ...marks.map((mark) => t(`choosing.grades.${mark}`))]}
      >
        {weighed.map(({ info }) => (
          <tr key={info.id}>
            <th scope="row">{info.guide.name}</th>
            {marks.map((mark) => {
              const { grade, why } = info.guide[mark]
              return (
                <td key={mark} data-label={t(`choosing.grades.${mark}`)}>
                  <div className={classes.graded}>
                    <Meter grade={grade} words={t(`meter.${mark}Words.${grade}`, { ns: 'enrolment' })} />
                    <span className={classes.quiet}>{why}</span>
                  </div>
                </td>
              )
            })}
          </tr>
        ))}
      </DataTable>
    </section>
  )
}
