import { useTranslation } from 'react-i18next'
import type { ClassNeed } from '../../api/inventory.ts'
import { ShareBar } from '../../kit/share-bar.tsx'
import classes from './inventory.module.css'

/** For each class of systems: who needs a second factor, and who of them has none. */
export function ClassBars({ classes: all }: { classes: readonly ClassNeed[] }) {
  const { t } = useTranslation('console')
  return (
    <ul className={classes.bars}>
      {all.map(({ class: name, need, lack }) => (
        <li key={name} className={classes.bar}>
          <span>{t(`policy.class.${name}`, name)}</span>
          <ShareBar part={lack} of={need} />
          <span className={classes.count}>{t('inventory.lack', { count: lack, all: need })}</span>
        </li>
      ))}
    </ul>
  )
}
