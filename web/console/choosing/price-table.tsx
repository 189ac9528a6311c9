import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import card from '../../kit/card.module.css'
import { DataTable } from '../../kit/data-table.tsx'
import type { Weighed } from './advise.ts'
import classes from './choosing.module.css'
import { type Assumptions, priceOf } from './price.ts'

interface PriceTableProps {
  readonly weighed: readonly Weighed[]
  readonly assumptions: Assumptions
  readonly onAssumptions: (assumptions: Assumptions) => void
}

const money = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' })

/** What one person costs in one year, out of assumptions that can be changed; each figure with its source. */
export function PriceTable({ weighed, assumptions, onAssumptions }: PriceTableProps) {
  const { t } = useTranslation('console')
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('choosing.price.title')}</h2>
      <p className={classes.quiet}>{t('choosing.price.lead')}</p>
      <div className={classes.assumptions}>
        <TextInput
          label={t('choosing.price.signIns')}
          type="number"
          min={0}
          value={assumptions.signInsPerYear}
          onChange={(event) =>
            onAssumptions({ ...assumptions, signInsPerYear: Math.max(0, Number(event.currentTarget.value)) })
          }
        />
        <TextInput
          label={t('choosing.price.helpDesk')}
          type="number"
          min={0}
          value={assumptions.helpDeskPerHour}
          onChange={(event) =>
            onAssumptions({ ...assumptions, helpDeskPerHour: Math.max(0, Number(event.currentTarget.value)) })
          }
        />
      </div>
      <DataTable
        caption={t('choosing.price.title')}
        columns={[
          t('choosing.factor'),
          t('choosing.price.device'),
          t('choosing.price.perSignIns'),
          t('choosing.price.support'),
          t('choosing.price.total'),
        ]}
      >
        {weighed.map(({ info, comparison }) => {
          const price = priceOf(comparison, assumptions)
          return (
            <tr key={info.id}>
              <th scope="row">{info.guide.name}</th>
              <td data-label={t('choosing.price.device')}>
                <Sourced amount={price.device} source={comparison.device.source} />
              </td>
              <td data-label={t('choosing.price.perSignIns')}>
                <Sourced amount={price.signIns} source={comparison.perSignIn.source} />
              </td>
              <td data-label={t('choosing.price.support')}>
                <Sourced amount={price.support} source={comparison.support.source} />
              </td>
              <td data-label={t('choosing.price.total')}>
                <strong>{money.format(price.total)}</strong>
              </td>
            </tr>
          )
        })}
      </DataTable>
    </section>
  )
}

function Sourced({ amount, source }: { amount: number; source: string }) {
  return (
    <div className={classes.graded}>
      <span>{money.format(amount)}</span>
      <span className={classes.quiet}>{source}</span>
    </div>
  )
}
